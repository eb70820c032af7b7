// SPDX-License-Identifier: GPL-3.0-or-later
//
// ProcessList: the processes of a snapshot, by pid, ascending. A process that did not change is the same
// object in the next snapshot, so that its command line and its names are not copied each second.
#pragma once

#include <compare>
#include <cstddef>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

#include "core/process/process.h"

namespace forklore {

class ProcessList {
public:
    using Pointer = std::shared_ptr<const Process>;

    /// Goes from process to process, not from pointer to pointer.
    class Iterator {
    public:
        using iterator_concept = std::random_access_iterator_tag;
        using iterator_category = std::random_access_iterator_tag;
        using value_type = Process;
        using difference_type = std::ptrdiff_t;
        using pointer = const Process *;
        using reference = const Process &;

        Iterator() = default;
        explicit Iterator(const Pointer *at) : m_at(at) {}

        reference operator*() const { return **m_at; }
        pointer operator->() const { return m_at->get(); }
        reference operator[](difference_type offset) const { return *m_at[offset]; }
        Iterator &operator++() { return *this += 1; }
        Iterator &operator--() { return *this -= 1; }
        Iterator operator++(int) { return Iterator(m_at++); }
        Iterator operator--(int) { return Iterator(m_at--); }
        Iterator &operator+=(difference_type offset)
        {
            m_at += offset;
            return *this;
        }
        Iterator &operator-=(difference_type offset) { return *this += -offset; }
        friend Iterator operator+(Iterator at, difference_type offset) { return at += offset; }
        friend Iterator operator+(difference_type offset, Iterator at) { return at += offset; }
        friend Iterator operator-(Iterator at, difference_type offset) { return at -= offset; }
        friend difference_type operator-(Iterator to, Iterator from) { return to.m_at - from.m_at; }
        auto operator<=>(const Iterator &) const = default;

    private:
        const Pointer *m_at = nullptr;
    };
    using value_type = Process;
    using const_iterator = Iterator;

    ProcessList() = default;
    ProcessList(std::vector<Pointer> processes) : m_processes(std::move(processes)) {}
    /// Each a new object.
    ProcessList(std::vector<Process> processes)
    {
        m_processes.reserve(processes.size());
        for (auto &process : processes)
            m_processes.push_back(std::make_shared<const Process>(std::move(process)));
    }

    [[nodiscard]] std::size_t size() const { return m_processes.size(); }
    [[nodiscard]] bool empty() const { return m_processes.empty(); }
    [[nodiscard]] const Process &operator[](std::size_t position) const { return *m_processes[position]; }
    [[nodiscard]] const Process &front() const { return *m_processes.front(); }
    [[nodiscard]] const Process &back() const { return *m_processes.back(); }
    [[nodiscard]] Iterator begin() const { return Iterator(m_processes.data()); }
    [[nodiscard]] Iterator end() const { return Iterator(m_processes.data() + m_processes.size()); }

    /// The objects themselves: to share one with the next snapshot, or to choose some of them.
    [[nodiscard]] const std::vector<Pointer> &pointers() const { return m_processes; }

private:
    std::vector<Pointer> m_processes;
};

} // namespace forklore
