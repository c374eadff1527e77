//! Owns the two classes that make an instance: `Image`, what memory and table hold at first, and `Module`, its state.

use crate::Refusal;
use crate::lower::CALLEE;
use crate::module::{Exported, Limits, Module, Segment};
use crate::needs::{Cell, Needs};
use crate::refuse::unsupported;
use crate::value::Type;
use std::fmt::Write;

/// Bytes of a page of memory (WebAssembly specification).
const PAGE: usize = 65_536;
/// Largest memory at first, in pages: chosen, 16 MiB, which PHP keeps in 64 MiB.
const MOST_PAGES: u32 = 256;

/// Returns the class of the first memory, the passive segments, and the first table where it can change.
pub(crate) fn image(module: &Module<'_>, needs: &Needs) -> Result<String, Refusal> {
    let pages = module.memory.map_or(0, |memory| memory.initial);
    if pages > MOST_PAGES {
        return Err(unsupported(&format!("a memory of {pages} pages at first (at most {MOST_PAGES})")));
    }
    let mut php = String::from("final class Image\n{\n@\n    public const WORDS = [\n");
    let bytes = first_content(pages as usize * PAGE, 0_u8, &module.data, |item| *item).unwrap_or_else(|half| half);
    for line in bytes.chunks(4 * 32) {
        php.push_str("        ");
        for word in line.chunks_exact(4) {
            let number = word.iter().rev().fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
            _ = write!(php, "{number},");
        }
        php.push('\n');
    }
    php.push_str("    ];\n");
    for (nth, segment) in (0_u32..).zip(&module.data).filter(|(nth, _)| needs.anywhere(Cell::Data(*nth))) {
        // An active segment is gone once it was copied, but an instruction may still name it.
        let left = if segment.at.is_none() { segment.items } else { &[] };
        let hex: String = left.iter().map(|byte| format!("\\x{byte:02x}")).collect();
        _ = writeln!(php, "    public const DATA_{nth} = \"{hex}\";");
    }
    if needs.table_changes {
        _ = writeln!(php, "    public const TABLE = {};", list(&first_table(module).unwrap_or_else(|half| half)));
        for (nth, segment) in module.elements.iter().enumerate() {
            _ = writeln!(php, "    public const ELEMENTS_{nth} = {};", list(&segment.items));
        }
    }
    php.push_str("}\n");
    Ok(php)
}

/// Returns the class of an instance: its cells as properties, its exports.
pub(crate) fn module(module: &Module<'_>, needs: &Needs) -> String {
    let mut php = String::from("final class Module extends Instance\n{\n@\n");
    for (nth, global) in module.globals.iter().enumerate().filter(|(_, global)| global.mutable) {
        _ = writeln!(php, "    private $g{nth} = {};", initial(global.initial.value().php.as_str()));
    }
    for (nth, segment) in (0_u32..).zip(&module.data).filter(|(nth, _)| needs.anywhere(Cell::Data(*nth))) {
        _ = writeln!(php, "    private bool $data{nth} = {};", segment.at.is_some());
    }
    if needs.table_changes {
        php.push_str("    /** @var list<int> */\n    private array $table = Image::TABLE;\n");
    }
    for (nth, segment) in (0_u32..).zip(&module.elements).filter(|(nth, _)| needs.anywhere(Cell::Element(*nth))) {
        _ = writeln!(php, "    private bool $elem{nth} = {};", segment.at.is_some() || segment.items.is_empty());
    }
    php.push_str("\n    public function __construct()\n    {\n        parent::__construct(Image::WORDS);\n");
    for (nth, global) in module.globals.iter().enumerate().filter(|(_, global)| global.mutable) {
        let value = global.initial.value().php;
        if initial(&value) != value {
            _ = writeln!(php, "        $this->g{nth} = {value};");
        }
    }
    if first_table(module).is_err() {
        php.push_str("        throw new Trap('out of bounds table access');\n");
    } else if first_memory_fails(module) {
        php.push_str("        throw new Trap('out of bounds memory access');\n");
    } else if module.start.is_some() {
        php.push_str("        $this->invoke(self::START);\n");
    }
    php.push_str(
        "    }\n\n    protected function run(string $export, array $a): array\n    {\n        return match ($export) {\n",
    );
    if let Some(start) = module.start {
        php.push_str(&arm("self::START", &call(module, needs, start)));
    }
    for export in &module.exports {
        if let Exported::Function(function) = export.what {
            php.push_str(&arm(&quoted(&export.name), &call(module, needs, function)));
        }
    }
    php.push_str(UNKNOWN);
    php.push_str("\n    public function global(string $export): int|float\n    {\n        return match ($export) {\n");
    for export in &module.exports {
        if let Exported::Global(index) = export.what {
            let global = &module.globals[index as usize];
            let value = if global.mutable { format!("$this->g{index}") } else { global.initial.value().php };
            php.push_str(&arm(&quoted(&export.name), &value));
        }
    }
    php.push_str(UNKNOWN);
    php.push_str("}\n");
    php
}

/// Returns the table as it is when everything was copied into it, or, as an error, as far as that went.
pub(crate) fn first_table(module: &Module<'_>) -> Result<Vec<Option<u32>>, Vec<Option<u32>>> {
    let size = module.table.map_or(0, |Limits { initial, .. }| initial as usize);
    let segments: Vec<Segment<&[Option<u32>]>> =
        module.elements.iter().map(|segment| Segment { at: segment.at, items: segment.items.as_slice() }).collect();
    first_content(size, None, &segments, |item| *item)
}

fn first_memory_fails(module: &Module<'_>) -> bool {
    let size = module.memory.map_or(0, |memory| u64::from(memory.initial) * PAGE as u64);
    let end = |segment: &Segment<&[u8]>| segment.at.map_or(0, |at| u64::from(at) + segment.items.len() as u64);
    module.data.iter().any(|segment| end(segment) > size)
}

fn first_content<T: Copy, I>(
    size: usize,
    empty: T,
    segments: &[Segment<&[I]>],
    item: impl Fn(&I) -> T,
) -> Result<Vec<T>, Vec<T>> {
    let mut content = vec![empty; size];
    for segment in segments {
        let Some(at) = segment.at else { continue };
        let Some(place) = content.get_mut(at as usize..).and_then(|rest| rest.get_mut(..segment.items.len())) else {
            return Err(content);
        };
        place.iter_mut().zip(segment.items).for_each(|(place, from)| *place = item(from));
    }
    Ok(content)
}

/// How both functions end. They are a `match`, since a `switch` takes the name `-0` for `0`.
const UNKNOWN: &str = "            default => throw self::unknown($export),\n        };\n    }\n";

/// Returns the expression that calls a function with `$a` and is the list of its results.
fn call(module: &Module<'_>, needs: &Needs, function: u32) -> String {
    let signature = module.signature(function);
    let cells = needs.function(function).iter().map(|cell: &Cell| format!("$this->{}", cell.name()));
    let arguments = signature.params.iter().enumerate().map(|(nth, ty)| match ty {
        Type::I32 => format!("$a[{nth}] & 0xFFFFFFFF"),
        Type::I64 | Type::F32 | Type::F64 => format!("$a[{nth}]"),
    });
    let list: Vec<String> = cells.chain(arguments).collect();
    let call = format!("{CALLEE}{function}{CALLEE}({})", list.join(", "));
    match signature.results.len() {
        0 => format!("self::nothing({call})"),
        1 => format!("[{call}]"),
        _ => call,
    }
}

fn arm(label: &str, expression: &str) -> String {
    format!("            {label} => {expression},\n")
}

/// A property's first value is a constant of PHP: what is not one is set by the constructor.
fn initial(php: &str) -> &str {
    if php.contains("::") { "0.0" } else { php }
}

fn list(items: &[Option<u32>]) -> String {
    let items: Vec<String> =
        items.iter().map(|item| item.map_or("-1".into(), |function| function.to_string())).collect();
    format!("[{}]", items.join(","))
}

/// Returns a text as a PHP string literal, in ASCII.
fn quoted(text: &str) -> String {
    if text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\'' && byte != b'\\') {
        return format!("'{text}'");
    }
    format!("\"{}\"", text.bytes().map(|byte| format!("\\x{byte:02x}")).collect::<String>())
}
