// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/file_search.h"

namespace forklore {

void FileSearchWorker::search(const FileQuery &query)
{
    const auto start = std::chrono::steady_clock::now();
    auto held = m_inspector->whoHas(query);
    emit found({query, std::move(held), std::chrono::steady_clock::now() - start});
}

FileSearch::FileSearch(std::shared_ptr<const Inspector> inspector, QObject *parent)
    : QObject(parent), m_inspector(std::move(inspector))
{
    qRegisterMetaType<FileQuery>();
    qRegisterMetaType<FileAnswer>();
}

void FileSearch::start()
{
    auto *worker = new FileSearchWorker(m_inspector);
    connect(this, &FileSearch::wanted, worker, &FileSearchWorker::search);
    connect(worker, &FileSearchWorker::found, this, &FileSearch::finish);
    m_thread.emplace(worker, QStringLiteral("file-search"));
}

void FileSearch::ask(const FileQuery &query)
{
    if (m_busy) {
        m_next = query;
        return;
    }
    if (!m_thread)
        start();
    m_busy = true;
    emit wanted(query);
}

void FileSearch::finish(const FileAnswer &answer)
{
    m_busy = false;
    if (m_next) {
        const auto next = *m_next;
        m_next.reset();
        ask(next);
    }
    emit found(answer);
}

} // namespace forklore
