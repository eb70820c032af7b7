// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/find/who_has_window.h"

#include <algorithm>

#include <QMenu>
#include <QScreen>
#include <QVBoxLayout>

#include "ui/models/text/bytes.h"
#include "ui/models/text/peer_text.h"

namespace forklore {
namespace {

QString sentence(const std::string &message)
{
    const auto text = displayText(message);
    return text.left(1).toUpper() + text.mid(1) + QLatin1Char('.');
}

} // namespace

WhoHasWindow::WhoHasWindow(std::shared_ptr<const Inspector> inspector, QWidget *parent)
    : QDialog(parent),
      m_search(std::move(inspector)),
      m_field(new QLineEdit),
      m_problem(new QLabel),
      m_model(makeHoldersModel(nullptr)),
      m_table(new SectionTable(m_model)),
      m_note(new QLabel)
{
    setWindowTitle(tr("Who has it open?"));
    layOut();
    constexpr auto typingPause = std::chrono::milliseconds(150);
    m_typing.setSingleShot(true);
    m_typing.setInterval(typingPause);
    m_refresh.setSingleShot(true);
    connect(m_field, &QLineEdit::textChanged, &m_typing, qOverload<>(&QTimer::start));
    connect(&m_typing, &QTimer::timeout, this, &WhoHasWindow::ask);
    connect(&m_refresh, &QTimer::timeout, this, &WhoHasWindow::ask);
    connect(&m_search, &FileSearch::found, this, &WhoHasWindow::showAnswer);
    connect(m_field, &QLineEdit::returnPressed, this, [this] {
        ask();
        m_table->setFocus();
        if (!m_table->currentIndex().isValid())
            m_table->setCurrentIndex(m_table->model()->index(0, 0));
    });
    const auto processAt = [this](const QModelIndex &index) -> std::optional<ProcessRef> {
        const auto &row = m_model->rows()[static_cast<std::size_t>(index.row())];
        return row.unheld ? std::nullopt : std::optional(row.holder.process);
    };
    connect(m_table, &SectionTable::followed, this, [this, processAt](const QModelIndex &index) {
        if (const auto process = processAt(index))
            emit processLinked(process->id);
    });
    connect(m_table, &SectionTable::menuOpened, this,
            [this, processAt](QMenu *menu, const QModelIndex &index) {
                const auto process = processAt(index);
                if (!process)
                    return;
                const auto text = withoutKey(refText(*process));
                menu->addSeparator();
                menu->addAction(tr("Go to %1").arg(text), this,
                                [this, id = process->id] { emit processLinked(id); });
            });
    ask();
}

void WhoHasWindow::layOut()
{
    m_field->setPlaceholderText(
        tr("A path, a port, an inode or a part of a name: /var/log, tcp:8080, inode:4711, libssl"));
    m_field->setClearButtonEnabled(true);
    m_field->setAccessibleName(tr("What is open"));
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->hide();
    m_note->setWordWrap(true);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setForegroundRole(QPalette::PlaceholderText);
    m_table->setAccessibleName(tr("Who has it open"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    auto *column = new QVBoxLayout(this);
    column->addWidget(m_field);
    column->addWidget(m_problem);
    column->addWidget(m_table, 1);
    column->addWidget(m_note);
    constexpr QSize usual(900, 440);
    constexpr QSize frame(0, 40); // what a window manager adds
    resize(usual.boundedTo(screen()->availableSize() - frame));
}

void WhoHasWindow::ask()
{
    m_typing.stop();
    m_refresh.stop();
    const auto text = m_field->text();
    const auto query = parseFileQuery(text.toStdString());
    m_query = query ? std::optional(*query) : std::nullopt;
    const bool wrong = !query && !text.trimmed().isEmpty();
    m_problem->setText(wrong ? sentence(query.error().message) : QString());
    m_problem->setVisible(wrong);
    if (query)
        m_search.ask(*query);
    else
        clear(wrong ? QString() : sentence(query.error().message));
}

void WhoHasWindow::clear(const QString &note)
{
    m_model->resetRows({});
    m_answered.reset();
    m_note->setText(note);
}

void WhoHasWindow::showAnswer(const FileAnswer &answer)
{
    if (answer.query != m_query)
        return; // an answer to an older question
    if (!answer.held) {
        clear(sentence(answer.held.error().message));
    } else {
        const bool fresh = m_answered != m_query;
        m_answered = m_query;
        if (fresh)
            m_model->resetRows(holderRows(*answer.held));
        else
            m_model->setRows(holderRows(*answer.held));
        m_note->setText(holdersNote(*answer.held));
    }
    // A look at all processes is dear: it rests in proportion to its cost.
    constexpr int restPerSearch = 10;
    constexpr auto soonest = std::chrono::nanoseconds(std::chrono::seconds(1));
    const auto rest = std::max(soonest, restPerSearch * answer.took);
    if (isVisible())
        m_refresh.start(std::chrono::duration_cast<std::chrono::milliseconds>(rest));
}

void WhoHasWindow::showEvent(QShowEvent *event)
{
    QDialog::showEvent(event);
    m_field->setFocus();
    m_field->selectAll();
    ask();
}

void WhoHasWindow::hideEvent(QHideEvent *event)
{
    m_refresh.stop();
    QDialog::hideEvent(event);
}

} // namespace forklore
