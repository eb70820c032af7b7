// SPDX-License-Identifier: GPL-3.0-or-later
#include <QHelpEvent>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>

#include "tests/support/test_program.h"
#include "tests/ui/application_palette.h"
#include "ui/details/chain_view.h"

using namespace forklore;

namespace {

Chain chainOf(int count)
{
    Chain chain;
    for (int i = 0; i < count; ++i)
        chain.processes.push_back({{10 + i, 1}, "process"});
    for (int i = 1; i < count; ++i)
        chain.joints.push_back({static_cast<std::size_t>(i) - 1, static_cast<std::size_t>(i), false,
                                DescriptorKind::Pipe, 1, 0});
    return chain;
}

bool areApart(const std::vector<QRect> &boxes)
{
    for (std::size_t a = 0; a < boxes.size(); ++a) {
        for (std::size_t b = a + 1; b < boxes.size(); ++b) {
            if (boxes[a].intersects(boxes[b]))
                return false;
        }
    }
    return true;
}

ChainLayout layOut(const Chain &chain, int width)
{
    const std::vector<QSize> sizes(chain.processes.size(), QSize(80, 44));
    return layOutChain(chain, sizes, width, QFontMetrics(QFont()));
}

} // namespace

class TestChainView : public QObject {
    Q_OBJECT

private slots:
    void aPipelineIsOneLineAlongTheFlow()
    {
        const auto layout = layOut(chainOf(4), 1000);
        for (std::size_t i = 1; i < 4; ++i) {
            QCOMPARE(layout.boxes[i].top(), layout.boxes[0].top());
            QVERIFY(layout.boxes[i].left() > layout.boxes[i - 1].right());
        }
        QCOMPARE(layout.arrows.size(), std::size_t(3));
        for (const auto &arrow : layout.arrows) {
            QCOMPARE(arrow.line.size(), 2);
            QVERIFY(arrow.line.last().x() > arrow.line.first().x());
            QCOMPARE(arrow.label, QStringLiteral("1 → 0"));
        }
    }

    void itWrapsWhereItIsWide_data()
    {
        QTest::addColumn<int>("width");
        for (const int width : {1000, 500, 300, 150, 60})
            QTest::addRow("%d", width) << width;
    }

    void itWrapsWhereItIsWide()
    {
        QFETCH(int, width);
        auto chain = chainOf(8);
        chain.joints.push_back({7, 0, false, DescriptorKind::Pipe, 5, 6}); // back to the first
        chain.joints.push_back({0, 2, true, DescriptorKind::Socket, 3, 4});
        const auto layout = layOut(chain, width);
        QVERIFY(areApart(layout.boxes));
        for (const auto &box : layout.boxes) {
            QVERIFY(box.right() < std::max(width, 100));
            QVERIFY(box.bottom() < layout.height);
        }
        for (const auto &arrow : layout.arrows) {
            for (const auto &point : arrow.line) {
                QVERIFY(QRectF(0, 0, std::max(width, 100), layout.height).contains(point));
                for (const auto &box : layout.boxes)
                    QVERIFY(!QRectF(box).contains(point));
            }
        }
    }

    void thereAndBackAreTwoArrows()
    {
        auto chain = chainOf(2);
        chain.joints.push_back({1, 0, false, DescriptorKind::Pipe, 4, 3});
        const auto layout = layOut(chain, 600);
        QCOMPARE(layout.arrows.size(), std::size_t(2));
        QVERIFY(layout.arrows[0].line.first().y() != layout.arrows[1].line.first().y());
        QVERIFY(layout.arrows[1].line.last().x() < layout.arrows[1].line.first().x());
        QVERIFY(!layout.arrows[0].labelArea.intersects(layout.arrows[1].labelArea));
    }

    void manyJointsAreOneArrowThatTellsAll()
    {
        Chain chain = chainOf(2);
        for (int number = 5; number < 9; ++number)
            chain.joints.push_back({0, 1, false, DescriptorKind::Pipe, number, number});
        const auto layout = layOut(chain, 600);
        QCOMPARE(layout.arrows.size(), std::size_t(1));
        QCOMPARE(layout.arrows[0].tip.count(QLatin1Char('\n')), 4);
        QVERIFY(layout.arrows[0].tip.contains(QStringLiteral("pipe: descriptor 8 → 8")));
    }

    void aSocketGoesBothWays()
    {
        auto chain = chainOf(2);
        chain.joints[0] = {0, 1, true, DescriptorKind::Socket, 3, 7};
        const auto layout = layOut(chain, 600);
        QVERIFY(layout.arrows[0].bothWays);
        QCOMPARE(layout.arrows[0].label, QStringLiteral("3 ↔ 7"));
    }

    void boxesAreLinks()
    {
        ChainView view;
        view.resize(600, 120);
        view.setChain(chainOf(3), {11, 1});
        QVERIFY(view.isVisibleTo(nullptr));
        QSignalSpy linked(&view, &ChainView::processLinked);
        QCOMPARE(view.boxes().size(), std::size_t(3));
        QTest::mouseClick(view.boxes()[0], Qt::LeftButton);
        QTest::keyClick(view.boxes()[2], Qt::Key_Return);
        QTest::keyClick(view.boxes()[2], Qt::Key_Space);
        QCOMPARE(linked.count(), 3);
        QCOMPARE(linked[0][0].value<ProcessId>(), (ProcessId{10, 1}));
        QCOMPARE(linked[1][0].value<ProcessId>(), (ProcessId{12, 1}));
        for (const auto *box : view.boxes())
            QVERIFY(box->focusPolicy() & Qt::TabFocus);
        QCOMPARE(view.boxes()[0]->accessibleName(), QStringLiteral("process 10"));
        QCOMPARE(view.boxes()[1]->accessibleName(), QStringLiteral("process 11, the process shown here"));
    }

    void aLongNameIsCutAndToldOnHover()
    {
        auto chain = chainOf(2);
        chain.processes[0].comm = "kworker/u8:0-ext4-rsv-conversion-and-more";
        ChainView view;
        view.setChain(chain, {11, 1});
        QVERIFY(view.boxes()[0]->sizeHint().width() < 200);
        QVERIFY(view.boxes()[0]->toolTip().contains(QLatin1String("conversion-and-more 10")));
    }

    void oneAloneIsNoPicture()
    {
        ChainView view;
        view.setChain(chainOf(1), {10, 1});
        QVERIFY(!view.isVisibleTo(nullptr));
        view.setChain(chainOf(2), {10, 1});
        QVERIFY(view.isVisibleTo(nullptr));
        view.setChain(Chain(), {10, 1});
        QVERIFY(!view.isVisibleTo(nullptr));
    }

    void theProcessItselfStandsOut()
    {
        for (const auto &palette : {Palette::light(), Palette::dark()}) {
            const ApplicationPalette shown(palette);
            ChainView view;
            view.resize(600, view.heightForWidth(600));
            view.setChain(chainOf(2), {11, 1});
            const auto picture = view.boxes()[1]->grab().toImage();
            QCOMPARE(picture.pixelColor(picture.width() / 2, 4).rgb(), palette.selectedRow.rgb());
        }
    }

    void itTellsThatItIsCut()
    {
        ChainView view;
        auto chain = chainOf(3);
        view.setChain(chain, {11, 1});
        const int height = view.heightForWidth(600);
        chain.cut = true;
        view.setChain(chain, {11, 1});
        QVERIFY(view.heightForWidth(600) > height);
    }

    void whatMayNotBeSeenIsSaid()
    {
        ChainView view;
        view.setChain(failure(ErrorKind::Denied, "fd: permission denied"), {10, 1});
        QVERIFY(view.isVisibleTo(nullptr));
        QVERIFY(view.boxes().empty());
        view.setChain(failure(ErrorKind::Gone, "it has ended"), {10, 1});
        QVERIFY(!view.isVisibleTo(nullptr));
    }
};

static const forklore::TestClass<TestChainView> testClass(__FILE__);
#include "tst_chain_view.moc"
