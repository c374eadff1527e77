//! Translates a WebAssembly module to PHP classes, ahead of time: what runs the core on an ordinary WordPress host.
//!
//! The reader's way: [`translate`] reads a module (`module`, `constant`, `body`), finds which state each function needs
//! (`needs`), writes each function as PHP (`lower`: a symbolic stack of expressions, see `value`), and packs the
//! functions into classes and files (`package`, `classes`). The PHP runtime that the classes call is written by hand, in
//! the plugin (`src/Wasm`). README.md has how each construct is mapped.

mod body;
mod classes;
mod constant;
mod lower;
mod module;
mod needs;
mod package;
mod refuse;
mod table;
mod value;

use body::Body;
use lower::Shared;
use module::Module;
use needs::Needs;

/// How to translate.
#[derive(Clone, Debug)]
pub struct Options {
    /// Namespace of the written classes, without a leading backslash, such as `Cartsignal\Generated\Hot`.
    pub namespace: String,
    /// What a load or store does whose address breaks its own alignment hint.
    pub alignment: Alignment,
    /// Aimed-at size of one file, in bytes of PHP; a larger function has a file of its own.
    pub file_bytes: usize,
    /// Functions that come first, in files of their own: those that an ordinary call runs, so that PHP loads few files.
    pub first: Vec<u32>,
}

/// What a load or store does whose address breaks its own alignment hint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alignment {
    /// It works, as the specification says; every access pays for the question.
    Any,
    /// The hint is believed; compilers give true ones. A wrong one reads or writes the word that the address lies in.
    Trusted,
}

/// A translated module.
#[derive(Clone, Debug)]
pub struct Package {
    /// Every file, in name order, `manifest.json` among them.
    pub files: Vec<PhpFile>,
}

/// One file of a package.
#[derive(Clone, Debug)]
pub struct PhpFile {
    /// Its name, without a folder.
    pub name: String,
    /// Its whole text, ASCII.
    pub text: String,
}

/// Why a module was not translated: the first construct that is not supported, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(pub String);

/// Translates one module.
///
/// # Errors
/// A sentence that names the offending instruction and function; nothing is translated by half.
pub fn translate(wasm: &[u8], options: &Options) -> Result<Package, Refusal> {
    let module = Module::read(wasm)?;
    let bodies = (0..)
        .zip(&module.bodies)
        .map(|(function, body)| Body::read(body, &module, function))
        .collect::<Result<Vec<_>, _>>()?;
    let needs = Needs::of(&module, &bodies);
    let shared = Shared { module: &module, needs: &needs, alignment: options.alignment };
    let functions = (0..)
        .zip(&bodies)
        .map(|(function, body)| lower::function(&shared, function, body))
        .collect::<Result<Vec<_>, _>>()?;
    Module::refuse_proposals(wasm)?;
    package::pack(wasm, options, &module, &needs, functions)
}
