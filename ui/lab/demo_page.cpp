// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lab/demo_page.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QRadioButton>
#include <QScrollBar>
#include <QVBoxLayout>

#include "ui/details/link_label.h"
#include "ui/models/palette.h"
#include "ui/models/text/bytes.h"
#include "ui/models/text/lab_text.h"

namespace forklore {
namespace {

QLabel *wrapping(QLabel *label)
{
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::LinksAccessibleByMouse |
                                   Qt::LinksAccessibleByKeyboard);
    return label;
}

QLabel *wrappingLabel(Qt::TextFormat format)
{
    auto *label = wrapping(new QLabel);
    label->setTextFormat(format);
    return label;
}

QLabel *heading(const QString &text)
{
    auto *label = new QLabel(text);
    auto font = label->font();
    font.setBold(true);
    label->setFont(font);
    return label;
}

} // namespace

DemoPage::DemoPage(QWidget *parent)
    : QScrollArea(parent),
      m_title(heading({})),
      m_summary(wrappingLabel(Qt::PlainText)),
      m_code(new CodeView),
      m_prediction(new QWidget),
      m_choiceBox(new QWidget),
      m_question(wrappingLabel(Qt::PlainText)),
      m_choiceColumn(new QVBoxLayout(m_choiceBox)),
      m_choices(new QButtonGroup(this)),
      m_answer(wrappingLabel(Qt::RichText)),
      m_run(new QPushButton),
      m_step(new QPushButton(tr("Step"))),
      m_stop(new QPushButton(tr("Stop"))),
      m_slow(new QPushButton(tr("Slow"))),
      m_memory(new QWidget),
      m_megabytes(new QSpinBox),
      m_phase(wrappingLabel(Qt::PlainText)),
      m_looks(wrapping(new LinkLabel)),
      m_narrationTitle(heading(tr("What happens"))),
      m_narration(wrappingLabel(Qt::RichText)),
      m_observations(wrappingLabel(Qt::RichText))
{
    auto font = m_title->font();
    font.setPointSizeF(font.pointSizeF() * 1.2);
    m_title->setFont(font);
    m_summary->setForegroundRole(QPalette::PlaceholderText);
    auto bold = m_question->font();
    bold.setBold(true);
    m_question->setFont(bold);

    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(14, 10, 14, 10);
    column->setSpacing(8);
    column->addWidget(m_title);
    column->addWidget(m_summary);
    column->addWidget(m_code);
    auto *leftOut = wrappingLabel(Qt::PlainText);
    leftOut->setText(tr("Left out: where the processes wait for each other, and for you to look."));
    leftOut->setForegroundRole(QPalette::PlaceholderText);
    column->addWidget(leftOut);
    auto *prediction = new QVBoxLayout(m_prediction);
    prediction->setContentsMargins(0, 0, 0, 0);
    prediction->setSpacing(4);
    prediction->addWidget(m_question);
    m_choiceColumn->setContentsMargins(0, 0, 0, 0);
    m_choiceColumn->setSpacing(2);
    prediction->addWidget(m_choiceBox);
    prediction->addWidget(m_answer);
    column->addWidget(m_prediction);
    makeButtons(*column);
    column->addWidget(m_phase);
    column->addWidget(m_looks);
    column->addWidget(heading(tr("Expected and observed")));
    column->addWidget(m_observations);
    column->addWidget(m_narrationTitle); // below all that has its place: it grows
    column->addWidget(m_narration);
    column->addStretch(1);
    setWidget(content);
    setWidgetResizable(true);
    setFrameShape(NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    content->setBackgroundRole(QPalette::Base);
    connect(m_looks, &QLabel::linkActivated, this,
            [this](const QString &link) { emit lookWanted(link.section(QLatin1Char(':'), 1).toInt()); });
}

void DemoPage::makeButtons(QVBoxLayout &column)
{
    m_run->setProperty("primary", true); // for the style
    m_run->setDefault(true);
    m_step->setToolTip(tr("To the next moment that is worth a look, and no further"));
    m_stop->setToolTip(tr("Ends it, and everything that it has started"));
    m_slow->setToolTip(tr("Leaves more time to look at each moment"));
    m_slow->setCheckable(true);
    m_megabytes->setRange(16, 100'000);
    m_megabytes->setSuffix(tr(" MB"));
    m_megabytes->setToolTip(tr("How much memory it fills: never more than an eighth of what is free"));
    auto *memory = new QHBoxLayout(m_memory);
    memory->setContentsMargins(0, 0, 0, 0);
    memory->addWidget(new QLabel(tr("Memory to fill")));
    memory->addWidget(m_megabytes);
    memory->addStretch(1);
    column.addWidget(m_memory);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    for (auto *widget : {m_run, m_step, m_stop, m_slow})
        row->addWidget(widget);
    row->addStretch(1);
    column.addLayout(row);
    constexpr auto second = std::chrono::seconds(1);
    m_countdown.setInterval(second);
    connect(&m_countdown, &QTimer::timeout, this, &DemoPage::count);
    connect(m_run, &QPushButton::clicked, this, [this] { begin(false); });
    connect(m_step, &QPushButton::clicked, this, [this] {
        if (m_isPlaying)
            emit stepWanted(0);
        else
            begin(true);
    });
    connect(m_stop, &QPushButton::clicked, this, [this] {
        if (m_countdown.isActive()) {
            m_countdown.stop();
            m_isPlaying = false;
            return showButtons();
        }
        emit stopWanted();
    });
}

void DemoPage::begin(bool stepping)
{
    m_isPlaying = true;
    m_isStepping = stepping;
    m_left = m_demo->countdown;
    if (m_left == 0)
        return play();
    m_countdown.start();
    showButtons();
}

void DemoPage::count()
{
    if (--m_left > 0)
        return showButtons();
    m_countdown.stop();
    play();
}

void DemoPage::play()
{
    showButtons();
    const auto megabytes = static_cast<std::size_t>(m_demo->megabytes > 0 ? m_megabytes->value() : 0);
    if (m_isStepping)
        emit stepWanted(megabytes);
    else
        emit runWanted(megabytes);
}

void DemoPage::press(Button button)
{
    for (const auto &[which, widget] : {std::pair(Button::Run, m_run), std::pair(Button::Step, m_step),
                                        std::pair(Button::Stop, m_stop), std::pair(Button::Slow, m_slow)}) {
        if (which == button)
            widget->click();
    }
}

bool DemoPage::isHeldAt(const QString &moment) const
{
    return m_state.phase == DemoState::Phase::Held && m_state.moment &&
           displayText(m_state.moment->name) == moment;
}

void DemoPage::setDemo(const Demo &demo)
{
    m_demo = &demo;
    m_state = {};
    for (const auto &expectation : demo.expectations)
        m_state.observations.push_back({expectation.text, {}, {}});
    m_state.observations.push_back({DemoState::nothingLeft, {}, {}});
    m_isPlaying = false;
    m_countdown.stop();
    m_title->setText(displayText(demo.text.title));
    m_summary->setText(displayText(demo.text.summary));
    m_code->setCode(demo.code);
    m_memory->setVisible(demo.megabytes > 0);
    if (demo.megabytes > 0)
        m_megabytes->setValue(static_cast<int>(demo.megabytes));
    for (auto *button : m_choices->buttons())
        delete button;
    m_question->setText(tr("Predict first: %1").arg(displayText(demo.text.question)));
    int number = 0;
    for (const auto &choice : demo.text.choices) {
        auto *button =
            new QRadioButton(displayText(choice.text).replace(QLatin1Char('&'), QLatin1String("&&")));
        m_choices->addButton(button, number++);
        m_choiceColumn->addWidget(button);
    }
    showColored();
    m_phase->setVisible(false);
    m_looks->setVisible(false);
    m_narrationTitle->setVisible(false);
    m_narration->setVisible(false);
    verticalScrollBar()->setValue(0);
    showButtons();
}

void DemoPage::show(const DemoState &state)
{
    m_state = state;
    m_isPlaying = state.phase != DemoState::Phase::Over;
    m_code->setPlace(state.place);
    m_phase->setText(phaseText(state));
    m_phase->setVisible(true);
    const auto looks = looksHtml(state);
    m_looks->setText(looks);
    m_looks->setVisible(!looks.isEmpty());
    m_narration->setVisible(!state.narration.empty());
    m_narrationTitle->setVisible(!state.narration.empty());
    showColored();
    showButtons();
}

/// Rich text keeps the colours that it was made with: once more when the palette has changed.
void DemoPage::showColored()
{
    m_narration->setText(narrationHtml(m_state, Palette::current()));
    m_observations->setText(observationsHtml(m_state.observations, Palette::current()));
    showPrediction();
}

/// While it plays, what was chosen is enough, and leaves room for what is to be seen.
void DemoPage::showPrediction()
{
    const bool isSeen = m_state.hasSucceeded();
    const bool isOpen = !m_isPlaying && !(isSeen && chosen() >= 0);
    const auto answer = isOpen ? QString() : answerHtml(*m_demo, chosen(), isSeen, Palette::current());
    m_choiceBox->setVisible(isOpen);
    m_answer->setText(answer);
    m_answer->setVisible(!answer.isEmpty());
    m_prediction->setVisible(!m_demo->text.choices.empty() && (isOpen || !answer.isEmpty()));
}

void DemoPage::showFailure(const QString &reason)
{
    m_isPlaying = false;
    m_phase->setText(tr("It could not begin: %1").arg(reason));
    m_phase->setVisible(true);
    showButtons();
}

void DemoPage::showButtons()
{
    const bool again = !m_state.narration.empty();
    m_run->setText(m_countdown.isActive() ? tr("In %1 …").arg(m_left) : again ? tr("Run again") : tr("Run"));
    m_run->setEnabled(!m_isPlaying);
    m_megabytes->setEnabled(!m_isPlaying);
    const bool canStep = !m_isPlaying || m_state.phase == DemoState::Phase::Held;
    m_step->setEnabled(canStep && !m_countdown.isActive());
    m_stop->setEnabled(m_isPlaying);
}

void DemoPage::changeEvent(QEvent *event)
{
    QScrollArea::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_demo)
        showColored();
}

} // namespace forklore
