//! Phrases of databases: Oracle's audit trail, PostgreSQL's statements, MongoDB's shell, IBM's and ODBC's sources.

use super::table::{Phrase, machine, machine_between, machines, maybe_user, secret_between, user, user_between};

/// Who uses a database, and on which machine.
pub(super) const DATABASES: &[Phrase] = &[
    user("USER MAPPING FOR "),
    user("USER MAPPING IF NOT EXISTS FOR "),
    user("CREATE LOGIN "),
    user("ALTER LOGIN "),
    maybe_user("set password for "),
    maybe_user("SET PASSWORD FOR "),
    // Oracle's audit trail
    user_between("DBUSER:[", "] \"", "\""),
    user_between("CLIENT USER:[", "] \"", "\""),
    user_between("DATABASE USER:[", "] \"", "\""),
    user_between("DATABASE USER:[", "] '", "'"),
    user_between("CLIENT USER:[", "] '", "'"),
    user_between("OS$USERID:[", "] \"", "\""),
    user_between(" USERID:[", "] \"", "\""),
    user_between("CURRENT_USER:[", "] \"", "\""),
    machine_between("USERHOST:[", "] \"", "\""),
    machine_between("USERHOST:[", "] '", "'"),
    user("USERID \""),
    maybe_user("create role "),
    maybe_user("alter role "),
    // PostgreSQL
    user(" OWNER TO "),
    user("SESSION AUTHORIZATION "),
    user("SCHEMA AUTHORIZATION "),
    user("REASSIGN OWNED BY "),
    user("DROP OWNED BY "),
    user("DROP ROLE IF EXISTS "),
    user("SET ROLE "),
    // MongoDB
    user_between("db.auth(\"", "", "\""),
    secret_between("db.auth(\"", "\", \"", "\""),
    // Where they are
    machines("data source name "),
    machine("database server at `"),
    machine("Data Source="),
];

#[cfg(test)]
mod tests {
    use crate::minimize::grammar::phrase::tests::texts;

    #[test]
    fn logins_in_statements_and_machines_in_sources_are_found() {
        assert_eq!(texts("ALTER TABLE public.t OWNER TO gwen;"), ["gwen"]);
        assert_eq!(texts("DROP ROLE IF EXISTS gwen;"), ["gwen"]);
        assert_eq!(texts("Data Source=quvnix,1433;Initial Catalog=mes"), ["quvnix"]);
        for line in [
            "ALTER TABLE t OWNER TO CURRENT_USER;",
            "SET ROLE NONE;",
            "Data Source=plant.db",
            "Data Source=|DataDirectory|\\plant.mdf",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn who_uses_a_database_is_found() {
        assert_eq!(texts("DBUSER:[4] \"GWEN\" CLIENT USER:[3] \"bo7\""), ["GWEN", "bo7"]);
        assert_eq!(texts("Operation CREATE USER failed for x"), Vec::<String>::new());
    }
}
