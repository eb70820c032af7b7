// SPDX-License-Identifier: GPL-3.0-or-later
//
// DemoPage: one demo: what it is about, its code, a question to answer first, and what came of it.
#pragma once

#include <QButtonGroup>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QTimer>

#include "core/lab/catalogue/demo.h"
#include "core/lab/demo_run.h"
#include "ui/lab/code_view.h"

class QVBoxLayout;

namespace forklore {

class DemoPage : public QScrollArea {
    Q_OBJECT

public:
    explicit DemoPage(QWidget *parent = nullptr);

    /// Another demo; nothing is known of it yet.
    void setDemo(const Demo &demo);
    [[nodiscard]] const Demo *demo() const { return m_demo; }
    void show(const DemoState &state);
    /// It could not even begin.
    void showFailure(const QString &reason);
    [[nodiscard]] int chosen() const { return m_choices->checkedId(); }
    [[nodiscard]] const CodeView &code() const { return *m_code; }

    enum class Button { Run, Step, Stop, Slow };
    void press(Button button);
    [[nodiscard]] bool isSlow() const { return m_slow->isChecked(); }
    /// Whether the play stands still at the moment.
    [[nodiscard]] bool isHeldAt(const QString &moment) const;
    void focusRun() { m_run->setFocus(); }
    void pointAt(int number) { emit lookWanted(number); }
    void predict(int choice) { m_choices->button(choice)->setChecked(true); }
    [[nodiscard]] QString answer() const { return m_answer->text(); }
    [[nodiscard]] QString narration() const { return m_narration->text(); }
    [[nodiscard]] QString observations() const { return m_observations->text(); }

signals:
    void runWanted(std::size_t megabytes);
    /// Begins, or goes on to the next moment.
    void stepWanted(std::size_t megabytes);
    void stopWanted();
    /// A place to look at was clicked. @param number among those of the moment
    void lookWanted(int number);

protected:
    void changeEvent(QEvent *event) override;

private:
    void makeButtons(QVBoxLayout &column);
    void count();
    /// After the countdown, if it has one.
    void begin(bool stepping);
    void play();
    void showButtons();
    void showPrediction();
    void showColored();

    const Demo *m_demo = nullptr;
    DemoState m_state;
    bool m_isPlaying = false;
    QLabel *m_title;
    QLabel *m_summary;
    CodeView *m_code;
    QWidget *m_prediction;
    QWidget *m_choiceBox;
    QLabel *m_question;
    QVBoxLayout *m_choiceColumn;
    QButtonGroup *m_choices;
    QLabel *m_answer;
    QPushButton *m_run;
    QPushButton *m_step;
    QPushButton *m_stop;
    QPushButton *m_slow;
    QWidget *m_memory;
    QSpinBox *m_megabytes;
    QLabel *m_phase;
    QLabel *m_looks;
    QLabel *m_narrationTitle;
    QLabel *m_narration;
    QLabel *m_observations;
    QTimer m_countdown;
    int m_left = 0; ///< seconds of the countdown
    bool m_isStepping = false;
};

} // namespace forklore
