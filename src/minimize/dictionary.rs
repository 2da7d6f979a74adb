//! Words of logs and configuration that must not become identifiers wherever they turn up, though somebody may bear
//! one as a login or give one to a machine.

/// Whether a lower-case text is an ordinary word here, or several of them joined.
pub(crate) fn is_word(lower: &[u8]) -> bool {
    WORDS.binary_search_by(|word| word.as_bytes().cmp(lower)).is_ok()
}

/// Whether a login belongs to the system, not to a person.
pub(crate) fn is_system_account(login: &[u8]) -> bool {
    let lower = login.to_ascii_lowercase();
    lower.starts_with(b"systemd-")
        || lower.starts_with(b"_")
        || ACCOUNTS.binary_search_by(|account| account.as_bytes().cmp(&lower)).is_ok()
}

/// Whether a lower-case word binds others together and so is nobody's login.
pub(crate) fn is_stop_word(lower: &[u8]) -> bool {
    STOPS.binary_search_by(|word| word.as_bytes().cmp(lower)).is_ok()
}

/// Whether a name stands for no machine of anybody's.
pub(crate) fn is_nobodys_host(name: &[u8]) -> bool {
    let lower = name.to_ascii_lowercase();
    HOSTS.binary_search_by(|host| host.as_bytes().cmp(&lower)).is_ok()
}

/// In the order of their bytes.
const WORDS: [&str; 676] = [
    "aarch64", "about", "accept", "accepted", "access", "account", "accounts", "acct", "action", "active",
    "adapter", "added", "address", "addresses", "admin", "admin123", "administrator", "agent", "alarm",
    "alarms", "alert", "alias", "allow", "allowed", "allowing", "alpha", "amd64", "anonymous", "anyone",
    "apache", "application", "apps", "archive", "arm64", "array", "assert", "async", "audit", "auth",
    "authenticated", "authentication", "author", "authorization", "auto", "automatic", "backend", "background",
    "backup", "backups", "bad", "base", "bash", "batch", "beta", "binary", "bind", "block", "blocked", "board",
    "body", "boot", "bridge", "broker", "browser", "buffer", "bug", "build", "builder", "built", "bundle",
    "bus", "busy", "button", "bye", "cache", "cached", "call", "called", "cancel", "card", "cell", "center",
    "change", "changed", "changeme", "channel", "chassis", "check", "checking", "child", "claim", "class",
    "clean", "clear", "client", "clients", "clock", "close", "closed", "closing", "cloud", "cluster", "code",
    "collector", "color", "command", "comment", "commit", "common", "company", "compile", "complete",
    "completed", "component", "config", "configuration", "configured", "connect", "connected", "connecting",
    "connection", "connections", "console", "consumer", "contact", "container", "content", "context", "control",
    "controller", "cookie", "copy", "core", "correct", "corrupt", "could", "count", "country", "crash",
    "create", "created", "creating", "critical", "cron", "current", "cursor", "custom", "customer", "daemon",
    "dashboard", "data", "database", "datanode", "date", "debian", "debug", "default", "defined", "delete",
    "deleted", "demo", "deny", "desktop", "destination", "detected", "device", "devices", "dict", "direct",
    "directory", "disabled", "disconnect", "disconnected", "disk", "dispatcher", "display", "docker",
    "document", "does", "domain", "done", "down", "download", "driver", "drop", "dump", "during", "each",
    "echo", "edge", "edit", "email", "embedded", "empty", "enable", "enabled", "encoding", "encrypt", "end",
    "endpoint", "engine", "enter", "entry", "environment", "error", "errors", "event", "events", "everyone",
    "exception", "exec", "executor", "exist", "exists", "exit", "expired", "export", "extension", "external",
    "factory", "fail", "failed", "failure", "false", "fatal", "feature", "fetch", "field", "file", "files",
    "filter", "find", "firewall", "firmware", "flag", "flags", "flow", "folder", "foreground", "format",
    "forward", "found", "frame", "free", "from", "frontend", "full", "function", "gateway", "generic", "ghost",
    "global", "grant", "graph", "group", "groups", "guest", "handler", "handshake", "hardware", "hash", "head",
    "header", "health", "heartbeat", "hello", "help", "high", "home", "host", "hostbased", "hostname", "hosts",
    "http", "https", "idle", "image", "import", "inactive", "index", "info", "information", "init", "initial",
    "input", "install", "installed", "instance", "interface", "internal", "internet", "interrupt", "invalid",
    "issue", "item", "java", "job", "jobs", "join", "journal", "kernel", "key", "keyboard",
    "keyboard-interactive", "keys", "kill", "known", "lab", "label", "last", "launch", "layer", "leader",
    "lease", "letmein", "level", "library", "license", "limit", "line", "link", "linux", "linux-gnu", "list",
    "listen", "listener", "listening", "load", "loaded", "local", "localhost", "location", "lock", "log",
    "logged", "logger", "logging", "login", "logout", "logs", "loop", "lost", "machine", "mail", "main",
    "maintenance", "manager", "mapping", "mark", "master", "master123", "matched", "maximum", "member",
    "memory", "message", "messages", "metadata", "method", "metric", "metrics", "middle", "minimum", "missing",
    "mobile", "mode", "model", "modem", "module", "monitor", "mount", "mounted", "multi", "mysql", "name",
    "named", "names", "namespace", "native", "network", "networkmanager", "never", "nginx", "nobody1", "node",
    "nodes", "none", "normal", "note", "nothing", "notice", "notification", "null", "number", "object",
    "offline", "online", "open", "opened", "operation", "operator", "option", "options", "oracle", "order",
    "origin", "other", "output", "over", "owner", "package", "packet", "page", "paging", "panel", "parent",
    "parse", "partition", "passw0rd", "password", "password1", "path", "pattern", "pending", "performance",
    "permission", "physical", "ping", "pipe", "platform", "player", "plugin", "point", "pool", "port",
    "position", "post", "power", "preauth", "prefix", "primary", "print", "printer", "private", "probe",
    "problem", "process", "processes", "processor", "product", "production", "profile", "program", "project",
    "protocol", "provider", "proxy", "pts", "public", "publickey", "publisher", "pull", "push", "query",
    "queue", "quit", "qwerty", "random", "range", "rate", "read", "reader", "ready", "reboot", "receive",
    "received", "record", "recovery", "redirect", "redis", "refused", "region", "register", "registered",
    "registry", "reject", "rejected", "release", "reload", "remote", "remove", "removed", "rename", "replica",
    "reply", "report", "repository", "request", "requests", "reset", "resolve", "resource", "response",
    "restart", "result", "results", "retry", "return", "root", "route", "router", "rule", "rules", "running",
    "runtime", "sample", "save", "schedule", "scheduler", "schema", "scope", "script", "search", "second",
    "secondary", "secret", "secret123", "section", "secure", "security", "select", "send", "sender", "sending",
    "sensor", "sent", "sequence", "server", "servers", "service", "services", "session", "sessions", "setting",
    "settings", "setup", "shared", "shell", "shutdown", "signal", "simple", "site", "size", "skip", "slave",
    "sleep", "slice", "slot", "slow", "socket", "software", "some", "someone", "source", "space", "spark",
    "special", "ssh2", "staging", "standard", "standby", "start", "started", "starting", "startup", "state",
    "static", "station", "status", "stop", "stopped", "storage", "store", "stream", "string", "subject",
    "submit", "success", "successful", "support", "suspend", "switch", "sync", "syslog", "system", "table",
    "target", "task", "tasks", "team", "temp", "template", "terminal", "test", "test123", "tester", "testing",
    "thread", "time", "timeout", "timer", "token", "tool", "tools", "topic", "total", "trace", "traffic",
    "transfer", "transport", "true", "trusted", "tty", "type", "ubuntu", "unable", "undefined", "unit",
    "unknown", "unused", "update", "updated", "upgrade", "upload", "upstream", "user", "user1", "username",
    "users", "using", "valid", "value", "values", "vendor", "version", "video", "view", "virtual", "visitor",
    "volume", "wait", "waiting", "warn", "warning", "watch", "watchdog", "webmaster", "website", "welcome",
    "welcome1", "welt", "wheel", "window", "windows", "wireless", "with", "without", "work", "worker",
    "workers", "write", "writer", "x86_64", "xterm", "zone", "zookeeper",
];

/// Accounts that systems and packages make, in the order of their bytes.
const ACCOUNTS: [&str; 200] = [
    "_ssh", "abrt", "adm", "amanda", "apache", "apache2", "audio", "avahi", "avahi-autoipd", "backup", "bin",
    "bind", "bluetooth", "cdrom", "ceph", "chef", "chrony", "cinder", "clamav", "cockpit-ws",
    "cockpit-wsinstance", "colord", "containerd", "cron", "crontab", "cvs", "cyrus", "daemon", "dbus",
    "debian-exim", "debian-snmp", "dialout", "disk", "dnsmasq", "docker", "dovecot", "dovenull",
    "elasticsearch", "etcd", "exim", "fax", "flatpak", "floppy", "freerad", "freeradius", "ftp",
    "fwupd-refresh", "games", "gdm", "geoclue", "git", "glance", "gluster", "gnats", "gnome-initial-setup",
    "gopher", "gpio", "grafana", "hacluster", "haldaemon", "halt", "heat", "hplip", "http", "httpd", "i2c",
    "ident", "influxdb", "input", "irc", "jenkins", "junkbust", "kernoops", "keystone", "kibana", "kmem",
    "kube", "kvm", "landscape", "ldap", "libvirt-dnsmasq", "libvirt-qemu", "lightdm", "list", "local-system",
    "localservice", "localsystem", "logstash", "lp", "lpadmin", "lxd", "mail", "mailman", "mailnull", "man",
    "memcached", "messagebus", "mongodb", "mysql", "nagios", "named", "netdev", "networkservice", "neutron",
    "news", "nfsnobody", "nginx", "nobody", "node_exporter", "nogroup", "nova", "nscd", "ntp", "nut",
    "opendkim", "openldap", "openvpn", "operator", "oprofile", "ossec", "pcap", "pcp", "plugdev", "polkitd",
    "postdrop", "postfix", "postgres", "prometheus", "proxy", "pulse", "puppet", "pvm", "qemu", "rabbitmq",
    "radiusd", "radvd", "redis", "render", "root", "rpc", "rpcuser", "rtkit", "salt", "sambashare", "saned",
    "sasl", "saslauth", "scanner", "setroubleshoot", "sgx", "shadow", "shutdown", "slapd", "smmsp", "snmp",
    "speech-dispatcher", "spi", "squid", "src", "ssh", "sshd", "ssl-cert", "sssd", "staff", "stapusr", "statd",
    "strongswan", "sudo", "svn", "swift", "sync", "sys", "syslog", "system", "systemd", "systemd-journal",
    "tape", "tcpdump", "telegraf", "tomcat", "tss", "tty", "unbound", "usbmux", "users", "utempter", "utmp",
    "uucp", "uuidd", "vcsa", "video", "vmail", "voice", "webalizer", "wheel", "whoopsie", "www-data", "wwwrun",
    "xfs", "zabbix",
];

/// Names that every machine gives itself, and words that stand where a name would, in the order of their bytes.
const HOSTS: [&str; 65] = [
    "*", "-", ".", "0", "?", "_gateway", "all", "any", "broadcasthost", "client", "cluster.local", "debug",
    "default", "docker0", "error", "example.com", "example.net", "example.org", "false", "gateway", "host",
    "host.docker.internal", "hostname", "http", "https", "info", "ip6-allnodes", "ip6-allrouters",
    "ip6-localhost", "ip6-localnet", "ip6-loopback", "ip6-mcastprefix", "kernel", "kubernetes",
    "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local", "last", "local",
    "localdomain", "localhost", "localhost.localdomain", "localhost4", "localhost4.localdomain4", "localhost6",
    "localhost6.localdomain6", "loopback", "message", "no", "none", "notice", "null", "off", "on", "repeated",
    "router", "self", "server", "tcp", "true", "udp", "unknown", "warning", "www.example.com", "yes",
];

/// In the order of their bytes.
const STOPS: [&str; 180] = [
    "a", "access", "accounts", "added", "again", "against", "agent's", "agents", "all", "already", "also", "an",
    "and", "another", "any", "are", "as", "at", "authenticated", "authenticating", "authentication", "be",
    "been", "being", "blocked", "but", "by", "cache", "called", "can", "can't", "command", "connected",
    "connecting", "context", "could", "count", "created", "data", "deleted", "denied", "did", "disabled",
    "disconnected", "do", "does", "doesn't", "enabled", "entered", "entry", "exists", "exited", "failed",
    "field", "file", "files", "for", "from", "group", "groups", "had", "has", "have", "he", "her", "his", "how",
    "id", "ids", "if", "in", "info", "input", "interface", "into", "is", "it", "its", "just", "logged",
    "logging", "login", "logout", "manager", "may", "me", "might", "mode", "more", "most", "must", "my", "name",
    "names", "namespace", "needs", "no", "nor", "not", "object", "of", "off", "on", "one", "only", "or", "our",
    "out", "over", "own", "page", "password", "process", "profile", "profiles", "quota", "record", "removed",
    "request", "requested", "requests", "role", "root's", "running", "section", "service", "session",
    "sessions", "settings", "slice", "slices", "so", "some", "space", "specified", "such", "switch", "table",
    "task", "tasks", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those",
    "thread", "threads", "timeout", "to", "token", "too", "type", "under", "unknown", "until", "up", "updated",
    "very", "via", "wants", "was", "we", "were", "what", "when", "where", "which", "while", "who", "will",
    "with", "would", "you", "your",
];

#[cfg(test)]
mod tests {
    use super::{ACCOUNTS, HOSTS, STOPS, WORDS, is_system_account};

    #[test]
    fn the_lists_are_in_order_so_that_they_can_be_searched() {
        assert!(WORDS.is_sorted() && ACCOUNTS.is_sorted() && STOPS.is_sorted() && HOSTS.is_sorted());
    }

    #[test]
    fn system_accounts_are_known_in_any_case() {
        assert!(is_system_account(b"Root") && is_system_account(b"systemd-resolve") && !is_system_account(b"ann"));
    }
}
