// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lab/lab_view.h"

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "core/lab/catalogue/catalogue.h"
#include "ui/models/text/bytes.h"
#include "ui/models/text/tool_tip.h"

namespace forklore {

QHash<ProcessId, QString> marksIn(const DemoState &state)
{
    QHash<ProcessId, QString> marks;
    if (state.phase == DemoState::Phase::Over || !state.moment)
        return marks;
    for (const auto &look : state.moment->looks) {
        const auto role = state.roles.find(look.role);
        if (role != state.roles.end())
            marks.insert(role->second, displayText(role->first));
    }
    return marks;
}

LabView::LabView(LabStage &stage, QWidget *parent)
    : QWidget(parent),
      m_stage(stage),
      m_list(new QListWidget),
      m_box(new QComboBox),
      m_page(new DemoPage),
      m_try(new TryPage(stage)),
      m_pages(new QStackedWidget)
{
    m_list->setObjectName(QStringLiteral("demos")); // for the style
    m_list->ensurePolished();                       // before the rows are measured
    for (const auto &demo : demos()) {
        const auto title = displayText(demo.text.title);
        m_list->addItem(title);
        m_list->item(m_list->count() - 1)->setToolTip(toolTipOf(displayText(demo.text.summary)));
        m_box->addItem(title);
    }
    m_list->addItem(tr("Try it yourself"));
    m_box->addItem(tr("Try it yourself"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFixedWidth(200);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setAccessibleName(tr("Demos"));
    m_box->setAccessibleName(tr("Demos"));
    auto *right = new QVBoxLayout;
    right->setContentsMargins(0, 0, 0, 0);
    right->setSpacing(0);
    right->addWidget(m_box);
    m_pages->addWidget(m_page);
    m_pages->addWidget(m_try);
    right->addWidget(m_pages, 1);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_list);
    row->addLayout(right, 1);
    setMinimumWidth(370);

    connect(m_try, &TryPage::processLinked, this, &LabView::processLinked);
    connect(m_list, &QListWidget::currentRowChanged, this, &LabView::choose);
    connect(m_box, &QComboBox::currentIndexChanged, this, &LabView::choose);
    connect(m_page, &DemoPage::runWanted, this, [this](std::size_t megabytes) { perform(megabytes, false); });
    connect(m_page, &DemoPage::stepWanted, this, [this](std::size_t megabytes) {
        const bool isHeld = m_playing && m_state && m_state->phase == DemoState::Phase::Held;
        if (!isHeld)
            return perform(megabytes, true);
        m_isStepping = true;
        m_pause.stop();
        m_stage.go();
    });
    connect(m_page, &DemoPage::stopWanted, &m_stage, &LabStage::stop);
    connect(m_page, &DemoPage::lookWanted, this, &LabView::look);
    connect(&m_stage, &LabStage::changed, this, &LabView::showState);
    connect(&m_stage, &LabStage::failed, this, [this](const QString &reason) {
        m_playing = nullptr;
        m_page->showFailure(reason);
    });
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, &m_stage, &LabStage::go);
    m_list->setCurrentRow(0);
}

void LabView::showTryPage()
{
    m_list->setCurrentRow(m_list->count() - 1);
}

void LabView::showDemo(const QString &name)
{
    for (int row = 0; row < static_cast<int>(demos().size()); ++row) {
        if (displayText(demos()[static_cast<std::size_t>(row)].name) == name)
            m_list->setCurrentRow(row);
    }
}

void LabView::choose(int row)
{
    if (row < 0)
        return;
    const QSignalBlocker quietList(m_list);
    const QSignalBlocker quietBox(m_box);
    m_list->setCurrentRow(row);
    m_box->setCurrentIndex(row);
    const bool isDemo = row < static_cast<int>(demos().size());
    m_pages->setCurrentIndex(isDemo ? 0 : 1);
    if (!isDemo)
        return;
    const auto &demo = demos()[static_cast<std::size_t>(row)];
    if (m_page->demo() == &demo)
        return;
    leave();
    m_page->setDemo(demo);
}

/// What it still tells is nobody's business any more.
void LabView::leave()
{
    if (!m_playing)
        return;
    m_stage.stop();
    m_playing = nullptr;
    m_state.reset();
    m_pause.stop();
    emit momentCame({});
}

void LabView::perform(std::size_t megabytes, bool stepping)
{
    m_playing = m_page->demo();
    m_isStepping = stepping;
    m_state.reset();
    m_pause.stop();
    m_run = m_stage.perform(*m_playing, megabytes);
}

void LabView::showState(int run, const DemoStatePtr &state)
{
    if (!m_playing || run != m_run)
        return;
    const bool isNewMoment = state->moment && (!m_state || m_state->moment != state->moment);
    const bool isOver = state->phase == DemoState::Phase::Over;
    m_state = state;
    m_page->show(*state);
    if (state->hasSucceeded())
        markDone(displayText(m_playing->name));
    if (isOver)
        m_playing = nullptr;
    if (isNewMoment || isOver)
        emit momentCame(marksIn(*state));
    if (isNewMoment && !isOver)
        look(0);
    constexpr int slowness = 3;
    if (state->phase == DemoState::Phase::Held && !m_isStepping && !m_pause.isActive())
        m_pause.start(m_page->isSlow() ? m_pace * slowness : m_pace);
}

void LabView::look(int number)
{
    if (!m_state || !m_state->moment)
        return;
    const auto &looks = m_state->moment->looks;
    if (number < 0 || number >= static_cast<int>(looks.size()))
        return;
    const auto &look = looks[static_cast<std::size_t>(number)];
    const auto role = m_state->roles.find(look.role);
    if (role != m_state->roles.end())
        emit lookWanted(role->second, displayText(look.pane), displayText(look.field));
}

void LabView::setDone(const QStringList &names)
{
    for (const auto &name : names)
        markDone(name);
}

void LabView::markDone(const QString &name)
{
    for (int row = 0; row < static_cast<int>(demos().size()); ++row) {
        const auto &demo = demos()[static_cast<std::size_t>(row)];
        if (displayText(demo.name) != name || m_done.contains(name))
            continue;
        m_done += name;
        m_list->item(row)->setText(displayText(demo.text.title) + QStringLiteral("  ✓"));
    }
}

void LabView::resizeEvent(QResizeEvent *event)
{
    constexpr int roomForBoth = 520;
    m_list->setVisible(width() >= roomForBoth);
    m_box->setVisible(width() < roomForBoth);
    QWidget::resizeEvent(event);
}

QSize LabView::sizeHint() const
{
    constexpr QSize usual(640, 600);
    return usual;
}

} // namespace forklore
