//! The arguments of `dossier theme`.

use clap::Subcommand;

/// The commands for themes.
#[derive(Clone, Debug, Subcommand)]
pub enum ThemeCommand {
    /// Every theme: those of the dossier's `themes/` and those that are built in.
    List,
    /// Begin a theme that takes whatever it does not have from another one.
    New {
        /// Its name, that of its folder in `themes/`.
        name: String,
        /// The theme to build on.
        #[arg(long, value_name = "THEME", default_value = "broadsheet")]
        extends: String,
    },
}
