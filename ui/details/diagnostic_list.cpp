// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/diagnostic_list.h"

#include <QGridLayout>
#include <QPainter>

#include "ui/details/link_label.h"
#include "ui/models/palette.h"
#include "ui/models/text/diagnostic_text.h"
#include "ui/models/text/overview_text.h"
#include "ui/models/text/tool_tip.h"

namespace forklore {
namespace {

constexpr int markSize = 10;

} // namespace

DiagnosticMark::DiagnosticMark(QWidget *parent) : QWidget(parent)
{
    setFixedSize(markSize + 2, markSize + 2);
}

void DiagnosticMark::setWeight(Weight weight)
{
    m_weight = weight;
    setToolTip(weightText(weight));
    update();
}

void DiagnosticMark::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box(1, 1, markSize, markSize);
    const auto middle = box.center();
    const auto fill = [&](const QColor &color, const QPolygonF &shape) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawPolygon(shape);
    };
    const auto &palette = Palette::current();
    switch (m_weight) {
    case Weight::Trouble:
        fill(palette.error, QPolygonF({{middle.x(), box.top()}, box.bottomRight(), box.bottomLeft()}));
        break;
    case Weight::WorthKnowing:
        fill(palette.events, QPolygonF({{middle.x(), box.top()},
                                        {box.right(), middle.y()},
                                        {middle.x(), box.bottom()},
                                        {box.left(), middle.y()}}));
        break;
    case Weight::Usual:
        painter.setPen(QPen(palette.dimText, 1));
        painter.drawEllipse(middle, markSize / 2.0 - 1, markSize / 2.0 - 1);
        break;
    }
}

DiagnosticList::DiagnosticList(QWidget *parent) : QWidget(parent), m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(4);
}

void DiagnosticList::setDiagnostics(const std::vector<Diagnostic> &diagnostics, bool fresh)
{
    if (fresh)
        m_explained.clear();
    while (m_rows.size() < diagnostics.size())
        addRow();
    m_diagnostics = diagnostics;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (i < diagnostics.size())
            showRow(m_rows[i], diagnostics[i]);
        m_rows[i].widget->setVisible(i < diagnostics.size());
    }
}

void DiagnosticList::addRow()
{
    const Row row{new QWidget, new QToolButton, new DiagnosticMark, new LinkLabel, new QLabel};
    row.explain->setAutoRaise(true);
    row.explain->setCheckable(true);
    row.explain->setArrowType(Qt::RightArrow);
    row.explain->setFixedSize(fontMetrics().height() + 4, fontMetrics().height() + 4);
    row.sentence->setWordWrap(true);
    row.sentence->setTextInteractionFlags(Qt::TextBrowserInteraction);
    row.explanation->setTextFormat(Qt::PlainText);
    row.explanation->setWordWrap(true);
    row.explanation->setForegroundRole(QPalette::PlaceholderText);
    row.explanation->setTextInteractionFlags(Qt::TextSelectableByMouse);
    row.explanation->hide();

    auto *grid = new QGridLayout(row.widget);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(6);
    grid->setVerticalSpacing(1);
    grid->setColumnStretch(2, 1);
    grid->addWidget(row.explain, 0, 0, Qt::AlignTop);
    grid->addWidget(row.mark, 0, 1);
    grid->addWidget(row.sentence, 0, 2);
    grid->addWidget(row.explanation, 1, 2);
    m_column->addWidget(row.widget);

    const auto at = m_rows.size();
    connect(row.explain, &QToolButton::clicked, this, [this, at](bool on) { explain(at, on); });
    connect(row.sentence, &QLabel::linkActivated, this, [this](const QString &link) {
        if (const auto id = processOfLink(link))
            emit processLinked(*id);
    });
    m_rows.push_back(row);
}

void DiagnosticList::showRow(const Row &row, const Diagnostic &diagnostic)
{
    const auto set = [](QLabel *label, const QString &text) {
        if (label->text() != text) // the same text once more would lose what is selected in it
            label->setText(text);
    };
    const auto explanation = explanationText(diagnostic);
    const bool explained = m_explained.contains(diagnostic.kind);
    set(row.sentence, diagnosticLinks(diagnostic));
    set(row.explanation, explanation);
    row.sentence->setToolTip(toolTipOf(explanation));
    row.explanation->setVisible(explained);
    row.mark->setWeight(diagnostic.weight);
    row.explain->setChecked(explained);
    row.explain->setArrowType(explained ? Qt::DownArrow : Qt::RightArrow);
    row.explain->setToolTip(explained ? tr("Fold the explanation") : tr("What does that mean?"));
    row.explain->setAccessibleName(
        tr("%1: explain “%2”").arg(weightText(diagnostic.weight), QString::fromStdString(text(diagnostic))));
}

void DiagnosticList::explain(std::size_t row, bool on)
{
    if (row >= m_diagnostics.size())
        return;
    const auto kind = m_diagnostics[row].kind;
    if (on)
        m_explained.insert(kind);
    else
        m_explained.erase(kind);
    for (std::size_t i = 0; i < m_diagnostics.size(); ++i) // two limits are of one kind
        showRow(m_rows[i], m_diagnostics[i]);
}

} // namespace forklore
