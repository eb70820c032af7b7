#include <QTest>
class HistoryTest : public QObject { Q_OBJECT };
QTEST_APPLESS_MAIN(HistoryTest)
#include "tst_history.moc"
