//! Values that are one of a few words.

/// Declares such a value with its variants and the word of each.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$word_doc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {
            $($(#[$word_doc])* $variant,)*
        }

        impl $name {
            /// All of them with their words.
            pub(in crate::profile) const WORDS: &'static [(&'static str, Self)] = &[$(($word, Self::$variant),)*];

            /// Returns its word in profiles.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }
        }
    };
}

words! {
    /// The priority of a journal entry, by syslog(3)'s names, as journalctl(1) takes them.
    Priority {
        /// The system is unusable.
        Emergency = "emerg",
        /// Something must be done at once.
        Alert = "alert",
        /// Critical conditions.
        Critical = "crit",
        /// Errors.
        Error = "err",
        /// Warnings.
        Warning = "warning",
        /// Normal but significant.
        Notice = "notice",
        /// Informational.
        Info = "info",
        /// Useful for finding faults.
        Debug = "debug",
    }
}

words! {
    /// The kind of a trace.
    TraceKind {
        /// Network packets.
        Packets = "pcap",
        /// The memory of a crashed process.
        Core = "core",
        /// Calls of kernel functions.
        Functions = "ftrace",
        /// Samples of processor activity.
        Samples = "perf",
    }
}
