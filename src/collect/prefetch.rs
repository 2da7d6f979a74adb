//! Starts commands before their turn, so that a few run at a time, and while files are read.
//!
//! The output of a command waits in its pipe until its turn comes, which is also when its deadline begins: the items of
//! a bundle are in plan order, whichever command ends first. A command that may write runs alone, because others may
//! need what it leaves.

use std::collections::VecDeque;

use super::Orders;
use super::command::{Started, start};
use crate::host::reader::Reader;
use crate::plan::{Plan, Task};

/// Commands that were started and not read yet, by the numbers of their items.
#[derive(Default)]
pub(super) struct Prefetch {
    started: VecDeque<(usize, Started)>,
    /// Index of the first item that was not considered yet.
    next: usize,
}

impl Prefetch {
    /// Starts commands of the running system that come after the current item, while only a few are running.
    pub(super) fn start(&mut self, plan: &Plan, at_hand: usize, orders: Orders, reader: &mut Reader) {
        self.next = self.next.max(at_hand);
        while self.started.len() < FEW
            && let Some(item) = plan.items.get(self.next)
            && !matches!(item.task, Task::Command { writes: Some(_), .. })
        {
            if let Some(order) = orders.first(item, None) {
                self.started.push_back((self.next, start(&order, reader)));
            }
            self.next += 1;
        }
    }

    /// Returns the command of an item, if it has been started.
    pub(super) fn take(&mut self, number: usize) -> Option<Started> {
        let is_first = self.started.front().is_some_and(|(first, _)| *first == number);
        is_first.then(|| self.started.pop_front()).flatten().map(|(_, started)| started)
    }

    /// Ends all of them, because nobody will read their output.
    pub(super) fn end(&mut self) {
        self.started.clear();
    }
}

/// Maximum number of commands that run at a time, including the one that is being read.
const FEW: usize = 3;
