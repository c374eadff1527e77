//! Owns how functions become files: which class each is in, the head of every file, and the manifest.

use crate::lower::CALLEE;
use crate::module::Module;
use crate::needs::Needs;
use crate::{Alignment, Options, Package, PhpFile, Refusal, classes, table};
use sha2::{Digest, Sha256};

/// Version of the package's shape; rises when a loader must change.
const FORMAT: u32 = 1;

/// Packs the functions of a module, each as PHP text, into a package.
pub(crate) fn pack(
    wasm: &[u8],
    options: &Options,
    module: &Module<'_>,
    needs: &Needs,
    functions: Vec<String>,
) -> Result<Package, Refusal> {
    let parts = Parts::of(&functions, options);
    let head = Head { namespace: &options.namespace, sha256: sha256(wasm) };
    let mut files = vec![
        head.file("Image", &classes::image(module, needs)?),
        head.file("Module", &parts.linked(&classes::module(module, needs), None)),
        head.file("Table", &parts.linked(&table::dispatches(module, needs), None)),
    ];
    for (part, members) in parts.members.iter().enumerate() {
        let text: String = members.iter().map(|&function| functions[function].as_str()).collect();
        let class = format!("final class Part{part:03}\n{{\n@\n{}}}\n", parts.linked(&text, Some(part)));
        files.push(head.file(&format!("Part{part:03}"), &class));
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    let manifest = manifest(wasm.len(), options, &head, &files);
    files.push(PhpFile { name: "manifest.json".into(), text: manifest });
    Ok(Package { files })
}

/// Which functions are in which class: those that come first, then the others; within both, neighbours stay together.
struct Parts {
    members: Vec<Vec<usize>>,
    part_of: Vec<usize>,
}

impl Parts {
    fn of(functions: &[String], options: &Options) -> Self {
        let mut parts = Self { members: Vec::new(), part_of: vec![0; functions.len()] };
        let comes_first = |function: &usize| options.first.iter().any(|&first| first as usize == *function);
        let (first, rest): (Vec<usize>, Vec<usize>) = (0..functions.len()).partition(comes_first);
        for group in [first, rest] {
            let mut room = 0;
            for function in group {
                let bytes = functions[function].len();
                if parts.members.is_empty() || bytes > room {
                    parts.members.push(Vec::new());
                    room = options.file_bytes;
                }
                room = room.saturating_sub(bytes);
                parts.part_of[function] = parts.members.len() - 1;
                if let Some(members) = parts.members.last_mut() {
                    members.push(function);
                }
            }
        }
        parts
    }

    /// Returns a text with every callee named by its class.
    fn linked(&self, text: &str, part: Option<usize>) -> String {
        let mut linked = String::with_capacity(text.len() + text.len() / 16);
        for (nth, piece) in text.split(CALLEE).enumerate() {
            // INVARIANT: indexes are written between two marks, so every second piece is one.
            match piece.parse::<usize>() {
                Ok(function) if nth % 2 == 1 => match self.part_of[function] {
                    own if Some(own) == part => linked.push_str(&format!("self::f{function}")),
                    other => linked.push_str(&format!("Part{other:03}::f{function}")),
                },
                _ => linked.push_str(piece),
            }
        }
        linked
    }
}

/// What every file begins with.
struct Head<'a> {
    namespace: &'a str,
    sha256: String,
}

impl Head<'_> {
    /// Returns a file of one class. `@` alone on a line stands for what every class declares.
    fn file(&self, name: &str, class: &str) -> PhpFile {
        const RUNTIME: [&str; 8] =
            ["Conversion", "Elements", "Instance", "Integer", "Memory", "Real", "Trap", "Unaligned"];
        let used: String = RUNTIME
            .iter()
            .filter(|name| class.contains(&format!("{name}::")) || class.contains(&format!(" {name}")))
            .map(|name| format!("use Cartsignal\\Wasm\\{name};\n"))
            .collect();
        let (before, after) = class.split_once("@\n").unwrap_or((class, ""));
        let sha256 = &self.sha256;
        let text = format!(
            "<?php\n// Machine-written by wasm2php from the WebAssembly module with this sha256; do not edit.\n\
             declare(strict_types=1);\n\nnamespace {};\n\n{used}\n{before}    public const WASM_SHA256 = '{sha256}';\n{after}",
            self.namespace
        );
        PhpFile { name: format!("{name}.php"), text }
    }
}

fn manifest(wasm_bytes: usize, options: &Options, head: &Head<'_>, files: &[PhpFile]) -> String {
    let alignment = match options.alignment {
        Alignment::Any => "any",
        Alignment::Trusted => "trusted",
    };
    let list: Vec<String> = files
        .iter()
        .map(|PhpFile { name, text }| {
            format!(
                "    {{\"name\": \"{name}\", \"bytes\": {}, \"sha256\": \"{}\"}}",
                text.len(),
                sha256(text.as_bytes())
            )
        })
        .collect();
    format!(
        "{{\n  \"format\": {FORMAT},\n  \"namespace\": \"{}\",\n  \"wasm_sha256\": \"{}\",\n  \"wasm_bytes\": {wasm_bytes},\n  \
         \"alignment\": \"{alignment}\",\n  \"files\": [\n{}\n  ]\n}}\n",
        options.namespace.replace('\\', "\\\\"),
        head.sha256,
        list.join(",\n")
    )
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
