//! What stands below the help of each command.

pub(super) const EXAMPLES: &str = "\
Examples:
  casepack collect                        make a bundle of this machine
  casepack plan                           see first what it would hold
  casepack verify BUNDLE                  check one that arrived

Files:
  /var/lib/casepack           bundles, keys, and what pseudonyms stand for
  /run/casepack               the running collection
  /etc/casepack/profiles      profiles of this machine
  /etc/casepack/config.toml   which key signs

For who is not root the first is ~/.local/state/casepack. STATE_DIRECTORY and RUNTIME_DIRECTORY \
name other folders.";

pub(super) const COLLECT_EXAMPLES: &str = "\
Examples:
  casepack collect --case 4711 --since 24h
  casepack collect --only system-logs -o /mnt/usb
  ssh appliance casepack collect -o - > bundle.tar.gz

Exit status: 0 all of it, 1 no bundle, 2 wrong usage, 3 a bundle with losses, 4 the run did not prove itself, \
5 refused by policy, 75 another collection is running, 130 or 143 cancelled.";

pub(super) const MINIMIZE_EXAMPLES: &str = "\
Examples:
  journalctl -u ssh | casepack minimize
  casepack minimize --name /etc/hosts < hosts";

pub(super) const REVEAL_EXAMPLES: &str = "\
Examples:
  casepack reveal host-j2fqbusxmn user-22rf7tkrhs
  casepack reveal --case 4711 206.182.24.58

Prints pseudonym, kind and what stood there, with tabs between them. The machine that made a bundle keeps that for 90 \
days, and no other has it. What secrets were, nobody can say.

Exit status: 0 all are known, 1 one is unknown here, 2 wrong usage.";

pub(super) const AUDIT_EXAMPLES: &str = "\
Examples:
  casepack audit bundle.tar.gz

Checks the seals, then searches names and contents for everything that the case's runs replaced, secrets by their hash. \
What is short or an ordinary word is not looked for. Each find is told as FILE:LINE, kind and pseudonym.

Exit status: 0 nothing found, 1 the bundle cannot be read or nothing was kept of its run, 2 wrong usage, 4 something \
was found, or the bundle does not hold.";

pub(super) const VERIFY_EXAMPLES: &str = "\
Examples:
  casepack verify --signers allowed_signers --case 4711 --max-age 30d BUNDLE
  casepack verify --json *.tar.gz

A seal says who sealed a bundle and that nobody changed it since. Whether what an appliance says of itself is true, no \
signature can say. A signer's validity is asked for at the time at which the bundle says that it was made.

Exit status: 0 all hold, 1 one could not be read, 2 wrong usage, 4 one does not hold.";

pub(super) const INSPECT_EXAMPLES: &str = "\
Examples:
  casepack inspect BUNDLE                 what was collected, replaced and left out
  casepack inspect BUNDLE --list
  casepack inspect BUNDLE --cat manifest.json | jq .totals";
