// SPDX-License-Identifier: GPL-3.0-or-later
//
// FileSearch: asks who has something open, in a thread of its own that starts with the first question.
#pragma once

#include <chrono>
#include <memory>
#include <optional>

#include <QObject>

#include "core/host/inspector.h"
#include "ui/live/thread.h"

namespace forklore {

struct FileAnswer {
    FileQuery query;
    Result<WhoHas> held;
    std::chrono::nanoseconds took = {}; ///< what it cost
};

class FileSearchWorker : public QObject {
    Q_OBJECT

public:
    explicit FileSearchWorker(std::shared_ptr<const Inspector> inspector) : m_inspector(std::move(inspector))
    {
    }
    void search(const FileQuery &query);

signals:
    void found(const forklore::FileAnswer &answer);

private:
    std::shared_ptr<const Inspector> m_inspector;
};

class FileSearch : public QObject {
    Q_OBJECT

public:
    explicit FileSearch(std::shared_ptr<const Inspector> inspector, QObject *parent = nullptr);

    /// While one question is under way only the latest is kept.
    void ask(const FileQuery &query);

signals:
    void found(const forklore::FileAnswer &answer);

    void wanted(const forklore::FileQuery &query); ///< to the worker

private:
    void start();
    void finish(const FileAnswer &answer);

    std::shared_ptr<const Inspector> m_inspector;
    std::optional<WorkerThread> m_thread;
    std::optional<FileQuery> m_next;
    bool m_busy = false;
};

} // namespace forklore

Q_DECLARE_METATYPE(forklore::FileQuery)
Q_DECLARE_METATYPE(forklore::FileAnswer)
