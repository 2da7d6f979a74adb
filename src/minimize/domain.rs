//! What the labels of a name say: which are a public suffix, which names belong to the public.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::dictionary;

/// How many of the last labels of a name are a suffix under which anybody may register.
pub(crate) fn suffix_labels(name: &[u8]) -> usize {
    let mut labels = name.rsplit(|byte| *byte == b'.');
    match (labels.next(), labels.next(), labels.next()) {
        (_, None, _) => 0,
        (Some(last), Some(second), Some(_)) if last.len() == 2 && SECOND.iter().any(|one| one.as_bytes() == second) => {
            2
        }
        _ => 1,
    }
}

/// What stands for a label of the suffix: names of special use and generic second labels stay.
pub(crate) fn suffix_text(label: &[u8], last: bool) -> &[u8] {
    let stays = if last { SPECIAL.as_slice() } else { SECOND.as_slice() };
    if stays.iter().any(|one| one.as_bytes() == label) { label } else { b"example" }
}

/// Whether what stands before the `@` of a domain is an algorithm of SSH (RFC 4251, section 6), not a person.
pub(crate) fn names_algorithms(domain: &[u8]) -> bool {
    [&b"openssh.com"[..], b"libssh.org", b"lysator.liu.se", b"tinyssh.org"].contains(&domain)
}

/// Whether a machine's label is nothing but the name of the protocol that it speaks.
pub(crate) fn is_service_name(label: &[u8]) -> bool {
    PROTOCOLS.iter().any(|known| known.as_bytes() == label)
}

/// Whether a lower-case name is a public service's of a vendor, the same for everybody.
pub(crate) fn is_public(name: &[u8]) -> bool {
    let starts = memchr::memrchr_iter(b'.', name).map(|dot| dot + 1).skip(1);
    starts.chain([0]).take(VENDOR_LABELS).any(|start| {
        let labels = name[..start].strip_suffix(b".");
        VENDORS.contains(&name[start..])
            && (GROUPS.iter().any(|group| group.as_bytes() == &name[start..])
                || labels.is_none_or(|labels| {
                    labels.split(|byte| *byte == b'.').all(is_service) || is_interface(labels, &name[start..])
                }))
    })
}

/// Whether labels name a service of a cloud, in a region or not: `iam.amazonaws.com`. Others are customers'.
fn is_interface(labels: &[u8], vendor: &[u8]) -> bool {
    let cloud = matches!(vendor, b"amazonaws.com" | b"googleapis.com");
    let mut places = labels.split(|byte| *byte == b'.').filter(|label| !is_region(label));
    let (first, second) = (places.next().unwrap_or_default(), places.next());
    let listed = || CLOUD.iter().any(|service| service.as_bytes() == first);
    cloud && second.is_none() && (dictionary::is_word(first) || is_service(first) || listed())
}

/// Services of clouds whose names are no words.
const CLOUD: [&str; 44] = [
    "acm",
    "athena",
    "bigquery",
    "cloudaudit",
    "cloudbuild",
    "cloudformation",
    "cloudfunctions",
    "cloudkms",
    "cloudtrail",
    "cloudwatch",
    "containerregistry",
    "directconnect",
    "dynamodb",
    "ec2",
    "ecr",
    "ecs",
    "efs",
    "eks",
    "elasticache",
    "elasticloadbalancing",
    "fcm",
    "firestore",
    "guardduty",
    "iam",
    "iamcredentials",
    "kms",
    "oauth2",
    "pubsub",
    "rds",
    "redshift",
    "route53",
    "s3",
    "safebrowsing",
    "sagemaker",
    "secretmanager",
    "secretsmanager",
    "securityhub",
    "ses",
    "signin",
    "sns",
    "sqladmin",
    "sqs",
    "ssm",
    "sts",
];

/// Whether a label names a service, not a customer: a word for one, or a word with a number.
fn is_service(label: &[u8]) -> bool {
    let word = label.trim_ascii_end();
    let length = word.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let stem = &word[..word.len() - length];
    let listed = SERVICES.iter().any(|service| [label, stem].contains(&service.as_bytes()));
    // `de.archive`: a country's mirror.
    let country = label.len() == 2 && label.iter().all(u8::is_ascii_alphabetic);
    (length <= 2 && (stem.is_empty() || listed)) || country || is_region(label)
}

/// `eu-central-1`: where a cloud's service runs.
pub(crate) fn is_region(label: &[u8]) -> bool {
    let mut parts = label.split(|byte| *byte == b'-');
    let place = parts.next().is_some_and(|part| part.len() == 2 && part.iter().all(u8::is_ascii_alphabetic));
    let quarter = parts.next().is_some_and(|part| part.len() >= 4 && part.iter().all(u8::is_ascii_alphabetic));
    let number = parts.next().is_some_and(|part| part.len() == 1 && part[0].is_ascii_digit());
    place && quarter && number && parts.next().is_none()
}

const SECOND: [&str; 10] = ["com", "co", "net", "org", "gov", "ac", "edu", "or", "ne", "go"];

/// RFC 6761, 6762, 8375, 9476, and what people use at home.
const SPECIAL: [&str; 15] = [
    "intra",
    "example",
    "test",
    "invalid",
    "localhost",
    "local",
    "localdomain",
    "lan",
    "home",
    "internal",
    "intranet",
    "corp",
    "private",
    "arpa",
    "onion",
];

/// Those of them that stand before the name of a thing of Kubernetes, with any label before them.
const GROUPS: [&str; 6] = ["kubernetes.io", "k8s.io", "argoproj.io", "istio.io", "cert-manager.io", "knative.dev"];

static VENDORS: LazyLock<FxHashSet<&'static [u8]>> = LazyLock::new(|| PUBLIC.map(str::as_bytes).into_iter().collect());
/// Labels that a vendor's name has beside its last, at most.
const VENDOR_LABELS: usize = 3;
const PUBLIC: [&str; 134] = [
    "google.com",
    "google.golang.org",
    "vmware.com",
    "msftconnecttest.com",
    "schemastore.org",
    "jsdelivr.net",
    "aquasec.com",
    "schemas.microsoft.com",
    "schemas.android.com",
    "schemas.dmtf.org",
    "xmlsoap.org",
    "openxmlformats.org",
    "json-schema.org",
    "xml.org",
    "purl.org",
    "oasis-open.org",
    "openid.net",
    "xmlns.com",
    "java.sun.com",
    "springframework.org",
    "sourceforge.net",
    "savannah.gnu.org",
    "bugzilla.redhat.com",
    "bugzilla.kernel.org",
    "openssl.org",
    "isc.org",
    "openssh.com",
    "libssh.org",
    "systemd.io",
    "golang.org",
    "go.dev",
    "windows.net",
    "amazonaws.com",
    "amazonaws.com.cn",
    "snapcraft.io",
    "gcr.io",
    "ghcr.io",
    "debian.org",
    "ubuntu.com",
    "canonical.com",
    "launchpad.net",
    "redhat.com",
    "fedoraproject.org",
    "centos.org",
    "almalinux.org",
    "rockylinux.org",
    "opensuse.org",
    "suse.com",
    "archlinux.org",
    "alpinelinux.org",
    "gentoo.org",
    "kernel.org",
    "gnu.org",
    "freedesktop.org",
    "gnome.org",
    "kde.org",
    "apache.org",
    "nginx.org",
    "nginx.com",
    "postgresql.org",
    "mysql.com",
    "mariadb.org",
    "python.org",
    "pypi.org",
    "npmjs.org",
    "npmjs.com",
    "rust-lang.org",
    "crates.io",
    "github.com",
    "githubusercontent.com",
    "gitlab.com",
    "docker.com",
    "docker.io",
    "quay.io",
    "k8s.io",
    "ntp.org",
    "letsencrypt.org",
    "w3.org",
    "ietf.org",
    "iana.org",
    "slack.com",
    "telegram.org",
    "kubernetes.io",
    "googleapis.com",
    "spamhaus.org",
    "barracudacentral.org",
    "spamcop.net",
    "dnswl.org",
    "sorbs.net",
    "office.com",
    "microsoftonline.com",
    "rsyslog.com",
    "openvpn.net",
    "squid-cache.org",
    "elastic.co",
    "prometheus.io",
    "pythonhosted.org",
    "maven.org",
    "cloudflare.com",
    "mariadb.com",
    "redis.io",
    "raspberrypi.org",
    "raspberrypi.com",
    "raspbian.org",
    "openwrt.org",
    "firefox.com",
    "mozilla.org",
    "nist.gov",
    "cert-manager.io",
    "coreos.com",
    "projectcalico.org",
    "helm.sh",
    "istio.io",
    "argoproj.io",
    "cilium.io",
    "envoyproxy.io",
    "libvirt.org",
    "eclipse.org",
    "apple.com",
    "lencr.org",
    "o.lencr.org",
    "c.lencr.org",
    "i.lencr.org",
    "digicert.com",
    "time.google.com",
    "time.cloudflare.com",
    "time.windows.com",
    "mcr.microsoft.com",
    "detectportal.firefox.com",
    "knative.dev",
    "microsoft.com",
    "etcd.io",
    "uber.org",
    "schema.org",
];

const PROTOCOLS: [&str; 14] =
    ["www", "sip", "smtp", "imap", "pop3", "mail", "mx", "ldap", "ftp", "xmpp", "stun", "turn", "ntp", "autodiscover"];

const SERVICES: [&str; 155] = [
    "graph",
    "registry-",
    "dl-cdn",
    "ppa",
    "json",
    "avd",
    "dev",
    "iam",
    "signin",
    "cloudtrail",
    "lambda",
    "dynamodb",
    "eks",
    "ecr",
    "ecs",
    "ssm",
    "secretsmanager",
    "schemas",
    "tools",
    "datatracker",
    "maven",
    "repo",
    "tracker",
    "developer",
    "help",
    "support",
    "learn",
    "access",
    "git",
    "patchwork",
    "lore",
    "kb",
    "pkg",
    "proxy",
    "core",
    "blob",
    "file",
    "queue",
    "table",
    "management",
    "login",
    "s3",
    "ec",
    "sqs",
    "sns",
    "sts",
    "rds",
    "logs",
    "monitoring",
    "storage",
    "oauth",
    "vault",
    "kms",
    "database",
    "ctldl",
    "go",
    "production",
    "stable",
    "www",
    "archive",
    "security",
    "deb",
    "ftp",
    "mirror",
    "mirrors",
    "mirrorlist",
    "api",
    "docs",
    "registry",
    "auth",
    "index",
    "download",
    "downloads",
    "packages",
    "updates",
    "update",
    "ports",
    "cdn",
    "pool",
    "ntp",
    "time",
    "files",
    "raw",
    "bugs",
    "lists",
    "wiki",
    "dl",
    "esm",
    "changelogs",
    "motd",
    "debian",
    "ubuntu",
    "hooks",
    "tomcat",
    "logging",
    "deployment",
    "app",
    "node",
    "topology",
    "kubectl",
    "networking",
    "rbac",
    "oauth2",
    "outlook",
    "zen",
    "sbl",
    "xbl",
    "pbl",
    "dbl",
    "b",
    "bl",
    "list",
    "dnsbl",
    "metadata",
    "accounts",
    "authorization",
    "apps",
    "autoscaling",
    "policy",
    "batch",
    "admissionregistration",
    "apiextensions",
    "apiregistration",
    "coordination",
    "discovery",
    "events",
    "flowcontrol",
    "scheduling",
    "certificates",
    "metrics",
    "snapshot",
    "gateway",
    "node-role",
    "cni",
    "acme-v",
    "acme-staging-v",
    "ocsp",
    "crl",
    "r",
    "e",
    "x",
    "type",
    "kafka",
    "hadoop",
    "httpd",
    "centos",
    "rhel",
    "fedora",
    "opensuse",
    "almalinux",
    "rocky",
    "connectivity-check",
    "contracts",
    "subscription",
    "rhsm",
];

#[cfg(test)]
mod tests {
    use super::{is_public, suffix_labels};

    #[test]
    fn public_names_stay_and_customers_names_below_them_do_not() {
        assert!(is_public(b"archive.ubuntu.com") && is_public(b"2.debian.pool.ntp.org") && is_public(b"github.com"));
        assert!(is_public(b"iam.amazonaws.com") && is_public(b"lambda.eu-west-1.amazonaws.com"));
        assert!(is_public(b"container.googleapis.com") && is_public(b"pod-security.kubernetes.io"));
        assert!(!is_public(b"quvnix.eu-west-1.amazonaws.com") && !is_public(b"quvnix.googleapis.com"));
        assert!(!is_public(b"quvnix.s3.amazonaws.com") && !is_public(b"quvnix.execute-api.eu-west-1.amazonaws.com"));
        assert!(!is_public(b"acme-prod.github.com") && !is_public(b"notdebian.org") && !is_public(b"corp.example"));
    }

    #[test]
    fn a_second_label_of_a_country_belongs_to_the_suffix() {
        assert_eq!(suffix_labels(b"a.b.com.mx"), 2);
        assert_eq!(suffix_labels(b"a.b.com"), 1);
        assert_eq!(suffix_labels(b"a"), 0);
    }
}
