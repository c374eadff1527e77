//! Owns the command: `wasm2php IN.wasm --out FOLDER --namespace NAME [--alignment any|trusted] [--file-bytes N]
//! [--first FILE]`, where FILE has indexes of functions, apart by blanks.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use wasm2php::{Alignment, Options, Package, translate};

const USAGE: &str =
    "usage: wasm2php IN.wasm --out FOLDER --namespace NAME [--alignment any|trusted] [--file-bytes N] [--first FILE]";
/// Aimed-at bytes of one file: chosen, so that opcache compiles it in a few MiB.
const FILE_BYTES: usize = 256 * 1024;

fn main() -> ExitCode {
    match run(std::env::args().skip(1)) {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(failure) => {
            eprintln!("wasm2php: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: impl Iterator<Item = String>) -> Result<String, String> {
    let Arguments { input, out, options } = Arguments::of(words)?;
    let wasm = std::fs::read(&input).map_err(|error| format!("cannot read `{}`: {error}", input.display()))?;
    let package = translate(&wasm, &options).map_err(|refusal| format!("`{}`: {}", input.display(), refusal.0))?;
    write(&package, &out).map_err(|error| format!("cannot write to `{}`: {error}", out.display()))?;
    let bytes: usize = package.files.iter().map(|file| file.text.len()).sum();
    Ok(format!("{} files, {bytes} bytes", package.files.len()))
}

fn write(package: &Package, out: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(out)?;
    for file in &package.files {
        std::fs::write(out.join(&file.name), &file.text)?;
    }
    Ok(())
}

struct Arguments {
    input: PathBuf,
    out: PathBuf,
    options: Options,
}

impl Arguments {
    fn of(mut words: impl Iterator<Item = String>) -> Result<Self, String> {
        let (mut input, mut out, mut namespace) = (None, None, None);
        let (mut alignment, mut file_bytes, mut first) = (Alignment::Trusted, FILE_BYTES, Vec::new());
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or_else(|| format!("`{word}` wants a value; {USAGE}"));
            match word.as_str() {
                "--out" => out = Some(value()?),
                "--namespace" => namespace = Some(value()?),
                "--file-bytes" => {
                    let number = value()?;
                    file_bytes = number.parse().map_err(|_| format!("`{number}` is not a number of bytes"))?;
                }
                "--first" => first = indexes(&value()?)?,
                "--alignment" => {
                    alignment = match value()?.as_str() {
                        "any" => Alignment::Any,
                        "trusted" => Alignment::Trusted,
                        other => return Err(format!("`{other}` is no alignment, expected any or trusted")),
                    };
                }
                _ if word.starts_with('-') => return Err(format!("`{word}` is not known; {USAGE}")),
                _ if input.is_some() => return Err(format!("`{word}` is one module too many; {USAGE}")),
                _ => input = Some(word),
            }
        }
        let (Some(input), Some(out), Some(namespace)) = (input, out, namespace) else { return Err(USAGE.into()) };
        Ok(Self { input: input.into(), out: out.into(), options: Options { namespace, alignment, file_bytes, first } })
    }
}

fn indexes(file: &str) -> Result<Vec<u32>, String> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("cannot read `{file}`: {error}"))?;
    let number = |word: &str| word.parse().map_err(|_| format!("`{word}` in `{file}` is not the index of a function"));
    text.split_whitespace().map(number).collect()
}
