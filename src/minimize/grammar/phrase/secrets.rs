//! Phrases of secrets, of keys and of sessions, as programs and people say them.

use super::table::{End, Phrase, key, maybe, maybe_secret, maybe_session, secret, secret_between, session};
use crate::minimize::Kind;

/// What nobody else may know, or what stands for it.
pub(super) const SECRETS: &[Phrase] = &[
    secret_between("bad community (", "", ")"),
    secret_between("unknown community name (", "", ")"),
    secret_between("Unknown community name (", "", ")"),
    secret("\"PASS\",\"command_data\":\""),
    // SDP (RFC 8839)
    secret("ice-pwd:"),
    secret_between("db2 connect to ", " using ", ""),
    // Keys of Kerberos', as klist(1) shows them
    secret_between("(aes256-cts-hmac-sha1-96)", "(0x", ")"),
    secret_between("(aes128-cts-hmac-sha1-96)", "(0x", ")"),
    secret_between("(arcfour-hmac)", "(0x", ")"),
    key("thumbprint "),
    key("Thumbprint "),
    key("fingerprint SHA1 "),
    key("fingerprint: SHA1 "),
    key("SHA1 fingerprint "),
    // A section of NetworkManager's, named after a key
    key("[wireguard-peer."),
    // Where what stands there looks like a secret
    maybe_secret("TOTP secret "),
    maybe_secret("TOTP seed "),
    maybe_secret("OTP seed "),
    maybe_secret("otp seed "),
    maybe_secret("WPA key "),
    maybe_secret("session key "),
    maybe_secret("unlock code "),
    maybe_secret("bot token "),
    maybe_secret("apikey "),
    maybe_secret("password to: "),
    maybe_secret("password to proceed: "),
    maybe_secret("MqttPassword "),
    maybe_secret("WebPassword "),
    maybe_secret("password is "),
    maybe_secret("keytab password "),
    maybe_secret("SIM PIN "),
    maybe_secret("unlock PIN "),
    maybe_secret("preshared key "),
    maybe_secret("community string "),
    maybe_secret("one-time password "),
    maybe_secret("one-time code "),
    maybe_secret("user PIN "),
    maybe_secret("with PIN "),
    maybe_secret("PIN code "),
    maybe_secret("pin code "),
    maybe_secret("PUK "),
    maybe_secret("pairing code "),
    maybe_secret("pairing pin "),
    maybe_secret("setup pin "),
    maybe_secret("verification code "),
    maybe_secret("access code "),
    maybe_secret("reset code "),
    maybe_secret("security code "),
    maybe_secret("confirmation code "),
    maybe_secret("recovery code "),
    maybe_secret("PSK value "),
    maybe_secret("authpassword "),
    maybe_secret("privpassword "),
    maybe_secret("bootstrap token "),
    maybe_secret("with token "),
    maybe_secret("using token "),
    maybe_secret("vault login "),
    maybe_secret("AUTH default "),
    // Whatever stands there
    secret("\" secret \""),
    secret("generated security password: "),
    secret("to proceed to installation: "),
    secret(" key s:"),
    secret("= cleartext "),
    secret("login = des "),
    secret("login = crypt "),
    secret("ConvertTo-SecureString "),
    secret_between("ConvertTo-SecureString ", "-AsPlainText ", " -Force"),
    secret_between("ConvertTo-SecureString ", "-String ", " -AsPlainText"),
    secret_between("ConvertTo-SecureString ", "-String ", ")"),
    secret("CONFIG SET requirepass "),
    secret("Access Key [None]: "),
    secret_between("secret-set-value ", "--base64 ", ""),
    secret("AT+CPIN="),
    secret("ticket=ST-"),
    secret("ticket ST-"),
    secret_between("pgp_sym_", ", '", "'"),
    // What Dovecot compares, where it is told to say it
    secret_between("CRYPT(", "", ") != '"),
    // Keys of OpenPGP, as GnuPG and apt name them
    key("gpg: key "),
    key("gpg: Key "),
    key("Cert Hash(sha1): "),
    key("Cert Hash(sha256): "),
    key("with key ID "),
    key("RSA key ID "),
    key("using RSA key "),
    key("using ECDSA key "),
    key("using EDDSA key "),
    key("using DSA key "),
    key(" made by key ID "),
    key("no public key "),
    key("public key not found: "),
    key("NO_PUBKEY "),
    maybe("public key ", Kind::Key, End::Word),
    // Tailscale's, of a machine, of who logs in on it and of how it is reached
    key("nodekey:"),
    key("mkey:"),
    key("discokey:"),
    // Sessions
    session("AuditSessionID "),
    session("login.tailscale.com/a/"),
    secret_between("a=crypto:", " inline:", ""),
    secret_between("-object secret,id=", ",data=", ""),
    maybe_session("/SessionService/Sessions/"),
    maybe_session("session id "),
    maybe_session("sid "),
    maybe("Session [", Kind::Session, End::At("]")),
    maybe_session("Session id "),
    maybe_session("Session ID "),
    maybe_session("session cookie "),
    maybe_session("Session cookie "),
    maybe_session("auth cookie "),
    maybe_session("csrf "),
    maybe_session("CSRF "),
    maybe_session("session token "),
    maybe_session("sessionToken "),
    maybe_session("sessionId "),
];

#[cfg(test)]
mod tests {
    use crate::minimize::grammar::phrase::tests::texts;

    #[test]
    fn secrets_that_somebody_says_look_like_some() {
        assert_eq!(texts("TOTP secret QZ5WY3DPEHPK3PXP"), ["QZ5WY3DPEHPK3PXP"]);
        assert_eq!(texts("otp seed QZ5WY3DPEHPK3PXP imported"), ["QZ5WY3DPEHPK3PXP"]);
        assert_eq!(texts("session cookie \"qx77zorgal14\" expired"), ["qx77zorgal14"]);
        assert_eq!(texts("session cookie expired, auth cookie missing"), Vec::<String>::new());
        assert_eq!(texts("WPA key \"h4x 0rqq9\" rejected"), ["h4x 0rqq9"]);
        assert_eq!(texts("pairing pin 031-45-154 shown"), ["031-45-154"]);
        assert_eq!(texts("(ConvertTo-SecureString -AsPlainText \"h4x 0r\" -Force)"), ["h4x 0r"]);
        assert_eq!(texts("ConvertTo-SecureString -String $pass -Force"), Vec::<String>::new());
        assert_eq!(texts("reset code 884412, authpassword h4x0rqq9"), ["884412", "h4x0rqq9"]);
        assert_eq!(texts("one-time password 884412 sent, preshared key h4x0rqq9"), ["884412", "h4x0rqq9"]);
        assert_eq!(texts("session key deadbeefdeadbeef expired"), ["deadbeefdeadbeef"]);
        assert_eq!(texts("-object secret,id=vnc0,data=h4x0r,format=raw"), ["h4x0r"]);
        assert_eq!(texts("-object secret,id=vnc0,data=h4x0r -drive file=x,if=none"), ["h4x0r"]);
        assert_eq!(texts("joining with token qx77zorgal9::server:h4x0r"), ["qx77zorgal9::server:h4x0r"]);
        assert_eq!(texts("secret-set-value quvnix --base64 cXV2bml4"), ["cXV2bml4"]);
        for line in [
            "the password is expired",
            "TOTP secret missing",
            "continue with token refresh",
            "session key 7",
            "unlock code rejected",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn keys_and_sessions_stand_behind_what_is_said_of_them() {
        assert_eq!(texts("gpg: key 0123456789ABCDEF: imported"), ["0123456789ABCDEF"]);
        assert_eq!(texts("session id qx77-14ab closed"), ["qx77-14ab"]);
        assert_eq!(texts("sessionToken qx77zorgal14 revoked"), ["qx77zorgal14"]);
        assert_eq!(texts("nodekey:0123456789abcdef0123 expired"), ["0123456789abcdef0123"]);
        assert_eq!(texts("/redfish/v1/SessionService/Sessions/qx77zorgal14"), ["qx77zorgal14"]);
        assert_eq!(texts("/redfish/v1/SessionService/Sessions/7"), Vec::<String>::new());
        assert_eq!(texts("/login?ticket=ST-77-qx77zorgal"), ["77-qx77zorgal"]);
        assert_eq!(texts("ticket ST-77-qx77zorgal validated"), ["77-qx77zorgal"]);
        for line in [
            "session id missing",
            "ticket=TEST-12345678",
            "ticket TEST-12345678 updated",
            "ticket created via REST-QUVNIX7 v2",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
