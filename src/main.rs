//! The `casepack` program: everything lives in the library.

fn main() -> std::process::ExitCode {
    casepack::cli::run(std::env::args_os())
}
