//! Exit codes, which tell a script what happened without any parsing.

use std::process::ExitCode;

/// How the program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// Complete.
    Done,
    /// Failed: no bundle.
    Failed,
    /// Wrong arguments, or an invalid profile.
    Usage,
    /// A bundle was made, but some sources failed or were cut.
    Incomplete,
    /// A bundle does not hold.
    Broken,
    /// Refused by policy.
    Refused,
    /// Another collection holds the lock: sysexits' `EX_TEMPFAIL`.
    Busy,
    /// SIGINT, SIGHUP or `casepack cancel`; nothing is left behind.
    Cancelled,
    /// A second SIGTERM; nothing is left behind.
    Terminated,
}

impl Exit {
    /// Returns the number.
    pub(super) const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Incomplete => 3,
            Self::Broken => 4,
            Self::Refused => 5,
            Self::Busy => 75,
            Self::Cancelled => 130,
            Self::Terminated => 143,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

#[cfg(test)]
mod tests {
    use super::Exit;

    #[test]
    fn codes_are_those_of_the_manual() {
        let all = [
            Exit::Done,
            Exit::Failed,
            Exit::Usage,
            Exit::Incomplete,
            Exit::Broken,
            Exit::Refused,
            Exit::Busy,
            Exit::Cancelled,
            Exit::Terminated,
        ];
        assert_eq!(all.map(Exit::code), [0, 1, 2, 3, 4, 5, 75, 130, 143]);
    }
}
