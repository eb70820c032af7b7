// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lab/try_page.h"

#include <csignal>

#include <QFormLayout>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include "core/process/signals.h"
#include "ui/models/text/bytes.h"

namespace forklore {
namespace {

QHBoxLayout *rowOf(std::initializer_list<QWidget *> widgets)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    for (auto *widget : widgets)
        row->addWidget(widget);
    row->addStretch(1);
    return row;
}

} // namespace

TryPage::TryPage(LabStage &stage, QWidget *parent)
    : QWidget(parent),
      m_stage(stage),
      m_model(makeSandboxProcessesModel(nullptr)),
      m_table(new SectionTable(m_model)),
      m_count(new QSpinBox),
      m_behaviour(new QComboBox),
      m_amount(new QSpinBox),
      m_name(new QLineEdit),
      m_code(new QSpinBox),
      m_codeLabel(new QLabel(tr("exit code"))),
      m_end(new QPushButton(tr("End with code"))),
      m_kill(new QPushButton(tr("Send signal"))),
      m_clear(new QPushButton(tr("End all"))),
      m_endCode(new QSpinBox),
      m_signal(new QComboBox),
      m_note(new QLabel)
{
    auto *title = new QLabel(tr("Try it yourself"));
    auto font = title->font();
    font.setBold(true);
    font.setPointSizeF(font.pointSizeF() * 1.2);
    title->setFont(font);
    auto *about =
        new QLabel(tr("Children of your own: watch them in the tree, and decide how they end. They go "
                      "when this window does."));
    about->setWordWrap(true);
    about->setForegroundRole(QPalette::PlaceholderText);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(14, 10, 14, 10);
    column->setSpacing(8);
    column->addWidget(title);
    column->addWidget(about);
    makeForm(*column);
    column->addWidget(m_table, 1);
    makeEnds(*column);
    m_note->setWordWrap(true);
    m_note->setForegroundRole(QPalette::PlaceholderText);
    column->addWidget(m_note);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);

    m_table->setAccessibleName(tr("Your children"));
    connect(m_table, &SectionTable::followed, this, [this](const QModelIndex &index) {
        emit processLinked(m_model->rows()[static_cast<std::size_t>(index.row())].id);
    });
    connect(&m_stage, &LabStage::sandboxMessage, m_note, &QLabel::setText);
    connect(&m_stage, &LabStage::sandboxProcessesChanged, this, &TryPage::showProcesses);
    showProcesses({});
}

void TryPage::makeForm(QVBoxLayout &column)
{
    m_count->setRange(1, Sandbox::maxChildren);
    m_count->setValue(3);
    m_count->setAccessibleName(tr("How many"));
    const QStringList texts = {tr("sleep"),           tr("burn CPU"),       tr("hold memory"),
                               tr("keep files open"), tr("ignore SIGTERM"), tr("end at once, as zombies")};
    m_behaviour->addItems(texts);
    m_behaviour->setAccessibleName(tr("What they do"));
    m_amount->setAccessibleName(tr("How much"));
    m_name->setText(QStringLiteral("mine"));
    m_name->setMaxLength(10);
    m_name->setFixedWidth(110);
    m_name->setAccessibleName(tr("Name"));
    m_code->setRange(0, 255);
    m_code->setValue(3);
    m_code->setAccessibleName(tr("Exit code"));
    connect(m_behaviour, &QComboBox::currentIndexChanged, this, &TryPage::showAmount);
    auto *startButton = new QPushButton(tr("Start"));
    startButton->setProperty("primary", true);
    connect(startButton, &QPushButton::clicked, this, [this] {
        start({m_count->value(), behaviours[m_behaviour->currentIndex()], m_amount->value(), m_code->value(),
               m_name->text().toStdString()});
    });
    column.addLayout(rowOf({m_count, new QLabel(tr("that")), m_behaviour, m_amount}));
    column.addLayout(rowOf({new QLabel(tr("called")), m_name, m_codeLabel, m_code, startButton}));
    showAmount();
}

void TryPage::showAmount()
{
    const auto behaviour = behaviours[m_behaviour->currentIndex()];
    const bool isMemory = behaviour == Behaviour::Hold;
    const bool hasAmount = isMemory || behaviour == Behaviour::Files;
    m_amount->setVisible(hasAmount);
    m_amount->setRange(1, isMemory ? 4096 : 100);
    m_amount->setSuffix(isMemory ? tr(" MB each") : tr(" each"));
    m_amount->setValue(isMemory ? 64 : 20);
    const bool ends = behaviour == Behaviour::Zombie;
    m_code->setVisible(ends);
    m_codeLabel->setVisible(ends);
}

void TryPage::makeEnds(QVBoxLayout &column)
{
    m_endCode->setRange(0, 255);
    m_endCode->setValue(3);
    m_endCode->setAccessibleName(tr("Exit code"));
    for (const int signal : {SIGTERM, SIGKILL, SIGINT, SIGHUP, SIGSEGV, SIGABRT, SIGSTOP, SIGCONT})
        m_signal->addItem(displayText(signalName(signal)), signal);
    m_signal->setAccessibleName(tr("Signal"));
    m_end->setToolTip(tr("Those that are selected, or all, call exit with this code"));
    m_kill->setToolTip(tr("Those that are selected, or all, are sent this signal"));
    connect(m_end, &QPushButton::clicked, this, [this] { endChosen(m_endCode->value()); });
    connect(m_kill, &QPushButton::clicked, this, [this] { killChosen(m_signal->currentData().toInt()); });
    connect(m_clear, &QPushButton::clicked, &m_stage, &LabStage::clear);
    column.addLayout(rowOf({m_end, m_endCode, m_kill, m_signal, m_clear}));
}

void TryPage::start(const Order &order)
{
    const auto room = Sandbox::maxChildren - static_cast<int>(m_model->rows().size());
    if (order.count > room) {
        m_note->setText(tr("There is room for %1 more: %2 at most, until all are ended.")
                            .arg(room)
                            .arg(Sandbox::maxChildren));
        return;
    }
    m_note->clear();
    m_stage.order(order);
}

std::vector<Pid> TryPage::chosen() const
{
    std::vector<Pid> pids;
    const auto selected = m_table->selectionModel()->selectedRows();
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const auto &mate = m_model->rows()[static_cast<std::size_t>(row)];
        const bool isChosen = selected.isEmpty() || m_table->isRowSelected(row);
        if (isChosen && !mate.end)
            pids.push_back(mate.id.pid);
    }
    return pids;
}

void TryPage::endChosen(int code)
{
    for (const auto pid : chosen())
        m_stage.endChild(pid, code);
}

void TryPage::killChosen(int signal)
{
    for (const auto pid : chosen())
        m_stage.killChild(pid, signal);
}

void TryPage::showProcesses(const std::vector<SandboxProcess> &sandboxProcesses)
{
    m_model->setRows(sandboxProcesses);
    const bool anyLives =
        std::ranges::any_of(sandboxProcesses, [](const SandboxProcess &mate) { return !mate.end; });
    m_end->setEnabled(anyLives);
    m_kill->setEnabled(anyLives);
    m_clear->setEnabled(!sandboxProcesses.empty());
}

} // namespace forklore
