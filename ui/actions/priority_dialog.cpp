// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/priority_dialog.h"

#include <algorithm>

#include <QGridLayout>
#include <QHBoxLayout>
#include <QScrollArea>

#include "ui/actions/dialog_parts.h"
#include "ui/models/text/bytes.h"
#include "ui/models/text/peer_text.h"

namespace forklore {
namespace {

QWidget *sideBySide(std::initializer_list<QWidget *> widgets)
{
    auto *both = new QWidget;
    auto *row = new QHBoxLayout(both);
    row->setContentsMargins(0, 0, 0, 0);
    for (auto *widget : widgets)
        row->addWidget(widget);
    row->addStretch(1);
    return both;
}

/// "Nice 5, SCHED_BATCH, I/O idle, CPUs 0 1".
QString textOf(const PriorityChange &change)
{
    QStringList parts;
    if (change.nice)
        parts += QStringLiteral("Nice %1").arg(*change.nice);
    if (change.scheduling) {
        parts += wordOf(name(change.scheduling->policy));
        if (change.scheduling->realtimePriority > 0)
            parts.back() += QStringLiteral(" %1").arg(change.scheduling->realtimePriority);
    }
    if (change.io) {
        parts += QStringLiteral("I/O %1").arg(wordOf(name(change.io->ioClass)));
        if (change.io->ioClass == IoClass::RealTime || change.io->ioClass == IoClass::BestEffort)
            parts.back() += QStringLiteral(" %1").arg(change.io->level);
    }
    if (change.processors) {
        parts += QStringLiteral("CPUs");
        for (const int processor : *change.processors)
            parts.back() += QStringLiteral(" %1").arg(processor);
    }
    return parts.join(QStringLiteral(", "));
}

} // namespace

PriorityDialog::PriorityDialog(std::shared_ptr<const Control> control, std::vector<ProcessRef> processes,
                               int processors, QWidget *parent)
    : OperationDialog(std::move(control), tr("Priority"), tr("Set the priority"), parent),
      m_processes(std::move(processes)),
      m_processorCount(processors),
      m_nice(new QSpinBox),
      m_niceSlider(new QSlider(Qt::Horizontal)),
      m_niceNote(plainLabel()),
      m_policy(new QComboBox),
      m_realtime(new QSpinBox),
      m_ioClass(new QComboBox),
      m_ioLevel(new QSpinBox),
      m_threads(plainLabel()),
      m_cancel(new QPushButton(tr("Cancel"))),
      m_warning(warningLabel()),
      m_problem(problemLabel())
{
    m_nice->setObjectName("nice");
    m_policy->setObjectName("policy");
    m_cancel->setObjectName("cancel");
    m_problem->setObjectName("problem");
    layOut();
    setKnown(false);
    tasks().run([host = this->control(), id = m_processes.front().id] { return host->readPriority(id); },
                [this](const Result<PriorityReading> &now) { showPresent(now); });
}

void PriorityDialog::setKnown(bool known)
{
    for (auto *control : findChildren<QWidget *>(Qt::FindDirectChildrenOnly))
        control->setEnabled(known || control == m_cancel ||
                            control == m_problem); // nobody has to wait for it
}

QWidget *PriorityDialog::makeProcessors(int count)
{
    constexpr int inRow = 8;
    auto *cores = new QWidget;
    auto *grid = new QGridLayout(cores);
    grid->setContentsMargins(0, 0, 0, 0);
    for (int processor = 0; processor < count; ++processor) {
        auto *box = new QCheckBox(QString::number(processor));
        box->setObjectName("processor");
        box->setAccessibleName(tr("CPU %1").arg(processor));
        connect(box, &QCheckBox::toggled, this, &PriorityDialog::check);
        grid->addWidget(box, processor / inRow, processor % inRow);
        m_processors.push_back(box);
    }
    grid->setColumnStretch(inRow, 1);
    if (count <= 4 * inRow)
        return cores;
    auto *scrolled = new QScrollArea;
    scrolled->setWidgetResizable(true);
    scrolled->setWidget(cores);
    scrolled->setFrameShape(QFrame::NoFrame);
    constexpr int fourRows = 110;
    scrolled->setMaximumHeight(fourRows);
    return scrolled;
}

void PriorityDialog::layOut()
{
    auto *heading =
        headingLabel(m_processes.size() == 1 ? tr("Priority of %1").arg(refText(m_processes.front()))
                                             : tr("Priority of %1 processes").arg(m_processes.size()));

    constexpr int favoured = -20;
    constexpr int least = 19;
    m_nice->setRange(favoured, least);
    m_nice->setAccessibleName(tr("Nice value"));
    m_niceSlider->setRange(favoured, least);
    m_niceSlider->setFixedWidth(180);
    m_niceSlider->setAccessibleName(tr("Nice value"));
    m_niceNote->setForegroundRole(QPalette::PlaceholderText);
    connect(m_niceSlider, &QSlider::valueChanged, m_nice, &QSpinBox::setValue);
    connect(m_nice, &QSpinBox::valueChanged, m_niceSlider, &QSlider::setValue);

    addChoice(*m_policy, tr("normal"), QStringLiteral("SCHED_OTHER"),
              static_cast<int>(SchedulingPolicy::Other));
    addChoice(*m_policy, tr("batch: busy for long"), QStringLiteral("SCHED_BATCH"),
              static_cast<int>(SchedulingPolicy::Batch));
    addChoice(*m_policy, tr("idle: only when no other process wants the CPU"), QStringLiteral("SCHED_IDLE"),
              static_cast<int>(SchedulingPolicy::Idle));
    addChoice(*m_policy, tr("real-time, first come first served"), QStringLiteral("SCHED_FIFO"),
              static_cast<int>(SchedulingPolicy::Fifo));
    addChoice(*m_policy, tr("real-time, in turn"), QStringLiteral("SCHED_RR"),
              static_cast<int>(SchedulingPolicy::RoundRobin));
    m_policy->setAccessibleName(tr("Scheduling policy"));
    m_realtime->setRange(1, 99);
    constexpr int roomForSteps = 40;
    for (auto *field : {m_nice, m_realtime, m_ioLevel}) // the style's own hint is too narrow
        field->setMinimumWidth(fontMetrics().horizontalAdvance(tr("priority 99")) + roomForSteps);
    m_realtime->setPrefix(tr("priority "));
    m_realtime->setAccessibleName(tr("Real-time priority"));
    m_realtime->setToolTip(tr("From 1 to 99, favoured"));

    addChoice(*m_ioClass, tr("from the nice value"), tr("None of its own, ioprio_set(2)"),
              static_cast<int>(IoClass::None));
    addChoice(*m_ioClass, tr("best effort"), {}, static_cast<int>(IoClass::BestEffort));
    addChoice(*m_ioClass, tr("idle: only when no other process reads or writes"), {},
              static_cast<int>(IoClass::Idle));
    addChoice(*m_ioClass, tr("real-time"), {}, static_cast<int>(IoClass::RealTime));
    m_ioClass->setAccessibleName(tr("I/O priority"));
    m_ioLevel->setRange(0, 7);
    m_ioLevel->setPrefix(tr("level "));
    m_ioLevel->setAccessibleName(tr("I/O level"));
    m_ioLevel->setToolTip(tr("From 0, favoured, to 7"));

    for (auto *field : {m_nice, m_realtime, m_ioLevel})
        connect(field, &QSpinBox::valueChanged, this, &PriorityDialog::check);
    for (auto *box : {m_policy, m_ioClass})
        connect(box, &QComboBox::currentIndexChanged, this, &PriorityDialog::check);

    m_form = new QFormLayout;
    m_form->setHorizontalSpacing(16);
    m_form->addRow(tr("Nice value"), sideBySide({m_nice, m_niceSlider}));
    m_form->addRow(QString(), m_niceNote);
    m_form->addRow(tr("Scheduling"), sideBySide({m_policy, m_realtime}));
    m_form->addRow(tr("I/O"), sideBySide({m_ioClass, m_ioLevel}));

    m_threads->setForegroundRole(QPalette::PlaceholderText);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(&setButton(), &QPushButton::clicked, this, &PriorityDialog::set);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_threads, 1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(&setButton());
    auto *column = new QVBoxLayout(this);
    column->setSpacing(10);
    column->addWidget(heading);
    column->addLayout(m_form);
    column->addWidget(m_warning);
    column->addWidget(m_problem);
    column->addStretch(1);
    column->addLayout(buttons);
    constexpr QSize usual(560, 360);
    resize(usual);
}

void PriorityDialog::showPresent(const Result<PriorityReading> &now)
{
    if (!now) {
        m_problem->setText(displayText(now.error().message));
        for (int row = 0; row < m_form->rowCount(); ++row) // what stands in the fields is a guess
            m_form->setRowVisible(row, false);
        return;
    }
    setKnown(true);
    const auto &main = now->main;
    const int last = main.processors.empty() ? -1 : main.processors.back();
    if (m_processors.empty()) // their numbers may have gaps
        m_form->addRow(tr("Runs on"), makeProcessors(std::max(m_processorCount, last + 1)));
    m_now.reset(); // what is set in the fields is no wish
    m_nice->setValue(main.nice);
    m_policy->setPlaceholderText(wordOf(name(main.scheduling.policy))); // of one that cannot be chosen
    m_policy->setCurrentIndex(m_policy->findData(static_cast<int>(main.scheduling.policy)));
    m_realtime->setValue(std::max(1, main.scheduling.realtimePriority));
    m_ioClass->setCurrentIndex(m_ioClass->findData(static_cast<int>(main.io.ioClass)));
    constexpr int usualLevel = 4;
    m_ioLevel->setValue(main.io.ioClass == IoClass::None ? usualLevel : main.io.level);
    for (std::size_t processor = 0; processor < m_processors.size(); ++processor)
        m_processors[processor]->setChecked(std::ranges::find(main.processors, static_cast<int>(processor)) !=
                                            main.processors.end());
    m_now = *now;
    m_niceNote->setText(now->lowestNice ? tr("From -20, favoured, to 19. Below %1 it takes CAP_SYS_NICE.")
                                              .arg(std::min(*now->lowestNice, main.nice))
                                        : tr("From -20, favoured, to 19."));
    if (now->autogroup)
        m_niceNote->setText(
            m_niceNote->text() + QLatin1Char(' ') +
            tr("Autogroup scheduling is on: this value ranks the process only within its session; the "
               "session's own nice value is %1. In a CPU control group it ranks the process only within that "
               "group (sched(7)).")
                .arg(now->autogroup->nice));
    m_threads->setText(now->threads == 1 ? tr("It has one thread.")
                       : now->differs ? tr("Its %1 threads differ; shown is the first one's. What is changed "
                                           "here is changed for all.")
                                            .arg(now->threads)
                                      : tr("For all of its %1 threads.").arg(now->threads));
    m_nice->setFocus();
    m_nice->selectAll();
    check();
}

PriorityChange PriorityDialog::change() const
{
    PriorityChange change;
    if (!m_now)
        return change;
    const auto &main = m_now->main;
    if (m_nice->value() != main.nice)
        change.nice = m_nice->value();
    const auto policy = static_cast<SchedulingPolicy>(m_policy->currentData().toInt());
    const bool realtime = policy == SchedulingPolicy::Fifo || policy == SchedulingPolicy::RoundRobin;
    const Scheduling scheduling{policy, realtime ? m_realtime->value() : 0};
    if (m_policy->currentIndex() >= 0 && scheduling != main.scheduling)
        change.scheduling = scheduling;
    const auto ioClass = static_cast<IoClass>(m_ioClass->currentData().toInt());
    const bool leveled = ioClass == IoClass::BestEffort || ioClass == IoClass::RealTime;
    const IoPriority io{ioClass, leveled ? m_ioLevel->value() : 0};
    const bool sameLevel = !leveled && ioClass == main.io.ioClass;
    if (io != main.io && !sameLevel)
        change.io = io;
    std::vector<int> processors;
    for (std::size_t processor = 0; processor < m_processors.size(); ++processor) {
        if (m_processors[processor]->isChecked())
            processors.push_back(static_cast<int>(processor));
    }
    if (processors != main.processors)
        change.processors = processors;
    return change;
}

void PriorityDialog::check()
{
    if (!m_now)
        return;
    const auto policy = static_cast<SchedulingPolicy>(m_policy->currentData().toInt());
    const auto ioClass = static_cast<IoClass>(m_ioClass->currentData().toInt());
    m_realtime->setVisible(policy == SchedulingPolicy::Fifo || policy == SchedulingPolicy::RoundRobin);
    m_ioLevel->setVisible(ioClass == IoClass::BestEffort || ioClass == IoClass::RealTime);
    m_refused.clear(); // another wish
    const auto wanted = change();
    const bool nowhere = wanted.processors && wanted.processors->empty();
    m_problem->setText(nowhere ? tr("It has to run somewhere: choose a processor at least.") : QString());
    setButton().setEnabled(!nowhere && wanted != PriorityChange());
    const auto warning = oneWay(*m_now, wanted);
    m_warning->setText(warning.empty() ? QString() : tr("▲ %1.").arg(displayText(warning)));
}

void PriorityDialog::set()
{
    setButton().setEnabled(false);
    if (m_refused.empty()) {
        m_wanted = change();
        m_refused = m_processes;
    }
    std::vector<Operation> operations;
    operations.reserve(m_refused.size());
    for (const auto &process : m_refused)
        operations.push_back({process.id, m_wanted});
    perform(operations, [this](const Answers &answers) { showAnswer(answers); });
}

void PriorityDialog::showAnswer(const Answers &answers)
{
    std::vector<OperationRecord> records;
    records.reserve(answers.size());
    std::vector<ProcessRef> refused;
    QStringList refusals;
    for (std::size_t at = 0; at < answers.size(); ++at) {
        const auto &process = m_refused[at];
        const auto why = answers[at] ? QString() : forklore::displayText(answers[at].error().message);
        records.push_back({textOf(m_wanted), process, answers[at] ? tr("Done") : tr("Refused: %1").arg(why)});
        if (answers[at])
            continue;
        refused.push_back(process);
        refusals += sentenceOf(why) + QLatin1Char('.');
    }
    m_refused = std::move(refused);
    emit performed(records);
    if (refusals.isEmpty())
        return accept();
    constexpr int most = 3; // the log of operations has them all
    refusals = refusals.mid(0, most);
    refusals += offerHelper(answers);
    m_problem->setText(refusals.join(QLatin1Char('\n')).trimmed());
    growToFit(*this);
}

} // namespace forklore
