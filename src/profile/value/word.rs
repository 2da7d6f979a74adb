//! Values that are one of a few words.

/// Declares such a value: its variants and the word of each.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$word_doc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {
            $($(#[$word_doc])* $variant,)*
        }

        impl $name {
            /// Every one of them by its word.
            pub(in crate::profile) const WORDS: &'static [(&'static str, Self)] = &[$(($word, Self::$variant),)*];

            /// Its word in profiles.
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
    /// How urgent an entry of the journal is, by syslog(3)'s names, as journalctl(1) takes them.
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
        /// Normal, and yet of note.
        Notice = "notice",
        /// What goes on.
        Info = "info",
        /// What helps to find faults.
        Debug = "debug",
    }
}

words! {
    /// What a trace is of.
    TraceKind {
        /// Packets of a network.
        Packets = "pcap",
        /// The memory of a process that died.
        Core = "core",
        /// The kernel's functions.
        Functions = "ftrace",
        /// Samples of what processors do.
        Samples = "perf",
    }
}
