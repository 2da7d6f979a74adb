//! Names in certificates and directories that are nobody's own.

use std::sync::LazyLock;

use crate::minimize::bytes::{self, Any};

/// Whether a line names an authority that signs certificates for everybody.
pub(super) fn is_public(line: &[u8]) -> bool {
    static NAMES: LazyLock<Any> = LazyLock::new(|| Any::new(&AUTHORITIES));
    NAMES.stands_in(line)
}

/// Whether a name is that of a part of every directory of Windows, or of a policy or an object in one.
pub(super) fn is_container(text: &[u8]) -> bool {
    text.starts_with(b"{") || bytes::is_one_of_in_any_case(text, &CONTAINERS)
}

/// Groups and containers of Active Directory that every domain has.
const CONTAINERS: [&str; 45] = [
    "Administrators",
    "AdminSDHolder",
    "AIA",
    "Builtin",
    "CDP",
    "Certificate Templates",
    "Certification Authorities",
    "Computers",
    "Configuration",
    "Default-First-Site-Name",
    "Deleted Objects",
    "DisplaySpecifiers",
    "Domain Admins",
    "Domain Computers",
    "Domain Controllers",
    "Domain Users",
    "Enrollment Services",
    "Enterprise Admins",
    "Extended-Rights",
    "ForeignSecurityPrincipals",
    "Infrastructure",
    "Inter-Site Transports",
    "IP",
    "KRA",
    "LostAndFound",
    "Machine",
    "Managed Service Accounts",
    "Microsoft",
    "MicrosoftDNS",
    "NTDS Quotas",
    "NTDS Settings",
    "accounts",
    "Partitions",
    "Password Settings Container",
    "Policies",
    "Program Data",
    "Public Key Services",
    "Schema",
    "Schema Admins",
    "Servers",
    "Services",
    "Sites",
    "Subnets",
    "System",
    "User",
];

/// Authorities that sign certificates for everybody.
const AUTHORITIES: [&[u8]; 21] = [
    b"MICROSOFT CORPORATION",
    b"Let's Encrypt",
    b"DigiCert",
    b"GlobalSign",
    b"Sectigo",
    b"GoDaddy",
    b"Google Trust Services",
    b"Entrust",
    b"IdenTrust",
    b"Internet Security Research Group",
    b"Microsoft Corporation",
    b"COMODO",
    b"Comodo",
    b"GeoTrust",
    b"thawte",
    b"Thawte",
    b"VeriSign",
    b"QuoVadis",
    b"Actalis",
    b"Buypass",
    b"SwissSign",
];
