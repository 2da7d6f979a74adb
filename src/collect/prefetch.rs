//! Commands that are started before their turn, so that a few run at a time, and while files are read.
//!
//! What one prints waits in its pipe until its turn comes, which is also when its deadline begins: the items of a
//! bundle stand in plan order whatever ends first. A command that may write runs alone: others may need what it leaves.

use std::collections::VecDeque;

use super::Orders;
use super::command::{Started, start};
use crate::host::reader::Reader;
use crate::plan::{Plan, Task};

/// Those that were started and not heard, by the numbers of their items.
#[derive(Default)]
pub(super) struct Prefetch {
    started: VecDeque<(usize, Started)>,
    /// The first item that was not looked at.
    next: usize,
}

impl Prefetch {
    /// Starts commands of the running system that come behind the item at hand, while there are few.
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

    /// The command of an item, where it has been started.
    pub(super) fn take(&mut self, number: usize) -> Option<Started> {
        let is_first = self.started.front().is_some_and(|(first, _)| *first == number);
        is_first.then(|| self.started.pop_front()).flatten().map(|(_, started)| started)
    }

    /// Ends them all: nobody will hear them.
    pub(super) fn end(&mut self) {
        self.started.clear();
    }
}

/// As many as run at a time, with the one that is heard.
const FEW: usize = 3;
