//! Provenance: what made the findings.

/// What made the findings, with everything that was in force.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// The command line as it was given.
    pub command_line: String,
    /// The name and version of the program.
    pub version: String,
    /// The inputs as they were given.
    pub inputs: Vec<String>,
    /// Every option that was in force, by name.
    pub options: Vec<(String, String)>,
}
