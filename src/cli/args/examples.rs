//! The text below the help of each command.

pub(super) const EXAMPLES: &str = "\
Examples:
  casepack collect                        make a bundle of this machine
  casepack plan                           preview what it would contain
  casepack verify BUNDLE                  check a bundle

Files:
  /var/lib/casepack           bundles, keys, and the originals of pseudonyms
  /run/casepack               the running collection
  /etc/casepack/profiles      profiles of this machine
  /etc/casepack/config.toml   which key signs

For users other than root the first is ~/.local/state/casepack. STATE_DIRECTORY and RUNTIME_DIRECTORY \
override the first two.";

pub(super) const COLLECT_EXAMPLES: &str = "\
Examples:
  casepack collect --case 4711 --since 24h
  casepack collect --only system-logs -o /mnt/usb
  ssh appliance casepack collect -o - > bundle.tar.gz

Exit status: 0 complete, 1 no bundle, 2 wrong usage, 3 a bundle with losses, 4 the self-check failed, \
5 refused by policy, 75 another collection is running, 130 or 143 cancelled.";

pub(super) const MINIMIZE_EXAMPLES: &str = "\
Examples:
  journalctl -u ssh | casepack minimize
  casepack minimize --name /etc/hosts < hosts";

pub(super) const REVEAL_EXAMPLES: &str = "\
Examples:
  casepack reveal host-j2fqbusxmn user-22rf7tkrhs
  casepack reveal --case 4711 206.182.24.58

Prints pseudonym, kind and original, separated by tabs. Only the machine that made a bundle knows the originals; it \
keeps them for 90 days. Secrets cannot be revealed.

Exit status: 0 all are known, 1 at least one is not known on this machine, 2 wrong usage.";

pub(super) const AUDIT_EXAMPLES: &str = "\
Examples:
  casepack audit bundle.tar.gz

Checks the seals, then searches names and contents for every original that was replaced in the case, secrets by their \
hash. Short originals and ordinary words are not searched for. Each match is printed as FILE:LINE, kind and pseudonym.

Exit status: 0 nothing found, 1 the bundle cannot be read or there is no ledger of its run, 2 wrong usage, 4 something \
was found, or the bundle does not hold.";

pub(super) const VERIFY_EXAMPLES: &str = "\
Examples:
  casepack verify --signers allowed_signers --case 4711 --max-age 30d BUNDLE
  casepack verify --json *.tar.gz

A seal shows who sealed a bundle, and that it has not been changed since. It does not show that what an appliance says \
of itself is true. A signer's validity is checked for the time at which the bundle says that it was made.

Exit status: 0 all hold, 1 at least one could not be read, 2 wrong usage, 4 at least one does not hold.";

pub(super) const INSPECT_EXAMPLES: &str = "\
Examples:
  casepack inspect BUNDLE                 what was collected, replaced and left out
  casepack inspect BUNDLE --list
  casepack inspect BUNDLE --cat manifest.json | jq .totals";
