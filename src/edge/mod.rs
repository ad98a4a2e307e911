//! The only code that touches the world: files, the clock, the terminal. The bans of `clippy.toml` are lifted
//! here, file by file, each with its reason.

pub mod clock;
pub mod disk;
pub mod publish;
pub mod terminal;

/// What the system gives as the reason of a failure, without its number.
fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or_default().to_owned()
}
