//! Exit codes: what a script learns without reading a word.

use std::process::ExitCode;

/// How the program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// All of it.
    Done,
    /// No bundle.
    Failed,
    /// Wrong arguments, or a profile that does not check.
    Usage,
    /// A bundle was made, and some sources gave nothing or were cut.
    Incomplete,
    /// A bundle does not hold.
    Broken,
    /// Policy refuses.
    Refused,
    /// Another collection holds the lock: sysexits' `EX_TEMPFAIL`.
    Busy,
    /// SIGINT, SIGHUP or `casepack cancel`; nothing is left behind.
    Cancelled,
    /// A second SIGTERM; nothing is left behind.
    Terminated,
}

impl Exit {
    /// Its number.
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
