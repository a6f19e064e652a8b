//! Prints the query of a recipe, as `oddwalk recipes kql` does: `kql NAME|FILE --lookback 60d [--table T]`.

use std::error::Error;
use std::io::Write;

use oddwalk_logs::{KqlOptions, Recipe};

fn main() -> Result<(), Box<dyn Error>> {
    // `recipes kql` may stand before, so that the command itself can take this program's place.
    let arguments = std::env::args().skip(1).skip_while(|word| word == "recipes" || word == "kql");
    let (mut named, mut lookback, mut table) = (String::new(), String::new(), None);
    let mut words = arguments;
    while let Some(word) = words.next() {
        match word.as_str() {
            "--lookback" => lookback = words.next().unwrap_or_default(),
            "--table" => table = words.next(),
            _ => named = word,
        }
    }
    let embedded = Recipe::embedded().iter().find(|recipe| recipe.name == named).cloned();
    let recipe = embedded
        .map_or_else(|| Ok::<_, Box<dyn Error>>(Recipe::parse(&std::fs::read_to_string(&named)?)?), Ok)?;
    let query = recipe.kql(&KqlOptions { lookback: lookback.parse()?, table })?;
    std::io::stdout().write_all(query.as_bytes())?;
    Ok(())
}
