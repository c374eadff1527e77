//! Owns the list of what is not expected to hold, and why. An entry that matches less or more than it says is an error.

use wasm2php::Alignment;

/// One reason, what it excludes, and how much that is.
#[derive(Debug)]
pub(crate) struct Exclusion {
    pub(crate) reason: &'static str,
    pub(crate) rules: &'static [Rule],
    /// How many assertions, and how many modules, it excludes.
    pub(crate) assertions: usize,
    pub(crate) modules: usize,
}

/// Which directives, of those that do not hold, an exclusion is about.
#[derive(Debug)]
pub(crate) enum Rule {
    /// Those on a module that was refused with a sentence that has these words.
    Refusal(&'static str),
    /// Those about text that the suite's own parser already turns down.
    Text,
    /// Those where something with these words was seen.
    Seen(&'static str),
    /// Those of a file, in these lines.
    Lines(&'static str, &'static [usize]),
}

const ALWAYS: [Exclusion; 6] = [
    Exclusion {
        reason: "text that is no module: the translator reads binaries, the suite's parser turns it down before",
        rules: &[Rule::Text],
        assertions: 1014,
        modules: 0,
    },
    Exclusion {
        reason: "imports are not supported: a module must stand alone, as the core does",
        rules: &[Rule::Refusal("the import of the")],
        assertions: 1875,
        modules: 233,
    },
    Exclusion {
        reason: "a table, memory or global as an importing module left it: that module is refused",
        rules: &[
            Rule::Lines("mutable-global/linking.wast", &[136, 141, 146, 172, 178, 184, 225, 236, 248, 288]),
            Rule::Lines("wasm-v1/elem.wast", &[366, 367, 379, 380, 381]),
            Rule::Lines("wasm-v1/linking.wast", &[172, 178, 289, 343, 344, 356, 389, 390]),
            Rule::Lines("wasm-v2/elem.wast", &[598, 599, 611, 612, 613]),
            Rule::Lines("wasm-v2/linking.wast", &[209, 215, 275, 288, 349, 406, 407, 419, 452, 453]),
        ],
        assertions: 38,
        modules: 0,
    },
    Exclusion {
        reason: "reference types are not supported: their values, their instructions, tables of them",
        rules: &[
            Rule::Refusal("the type `externref`"),
            Rule::Refusal("the type `funcref`"),
            Rule::Refusal("a table of anything but functions"),
            Rule::Refusal("a type that is not a function's"),
            Rule::Refusal("the instruction `ref."),
        ],
        assertions: 519,
        modules: 23,
    },
    Exclusion {
        reason: "several tables are not supported",
        rules: &[Rule::Refusal("a second table")],
        assertions: 50,
        modules: 68,
    },
    Exclusion {
        reason: "PHP has no limit of recursion to trap at: its memory limit ends the process",
        rules: &[Rule::Seen("Allowed memory size of 67108864 bytes exhausted")],
        assertions: 22,
        modules: 0,
    },
];

/// Only the memory of an instance that has trapped, which its host throws away, can be seen to differ.
const HALF_A_STORE: &str = "an i64 store over the end of memory has written its first half when it traps";

const ANY: [Exclusion; 1] = [Exclusion {
    reason: HALF_A_STORE,
    rules: &[
        Rule::Lines("wasm-v1/align.wast", &[866]),
        Rule::Lines("wasm-v1/memory_trap.wast", &[269]),
        Rule::Lines("wasm-v2/align.wast", &[866]),
        Rule::Lines("wasm-v2/memory_trap.wast", &[269]),
    ],
    assertions: 4,
    modules: 0,
}];

/// The suite lies in its alignment hints to see that they mean nothing; compilers do not.
const TRUSTED: [Exclusion; 2] = [
    Exclusion {
        reason: HALF_A_STORE,
        rules: &[Rule::Lines("wasm-v1/align.wast", &[866]), Rule::Lines("wasm-v2/align.wast", &[866])],
        assertions: 2,
        modules: 0,
    },
    Exclusion {
        reason: "an address that breaks its own alignment hint: the hint is believed, it reads or writes the aligned word",
        rules: &[
            Rule::Lines("wasm-v1/address.wast", &[120, 126, 132, 192, 371, 377, 383, 389, 395, 479, 539, 574, 586]),
            Rule::Lines(
                "wasm-v1/memory_trap.wast",
                &[
                    23, 24, 25, 26, 27, 28, 112, 113, 114, 124, 125, 126, 136, 137, 138, 148, 149, 150, 162, 168, 172,
                    173, 174, 180, 181, 182, 192, 193, 194, 204, 205, 206, 216, 217, 218, 232, 236, 244, 248, 252, 253,
                    254, 260, 261, 262, 269,
                ],
            ),
            Rule::Lines("wasm-v2/address.wast", &[120, 126, 132, 192, 378, 384, 390, 396, 402, 486, 554, 592, 604]),
            Rule::Lines(
                "wasm-v2/memory_trap.wast",
                &[
                    23, 24, 25, 26, 27, 28, 112, 113, 114, 124, 125, 126, 136, 137, 138, 148, 149, 150, 162, 168, 172,
                    173, 174, 180, 181, 182, 192, 193, 194, 204, 205, 206, 216, 217, 218, 232, 236, 244, 248, 252, 253,
                    254, 260, 261, 262, 269, 275, 276, 277, 278, 279, 280, 281, 282,
                ],
            ),
        ],
        assertions: 126,
        modules: 0,
    },
];

/// Returns the exclusions for an alignment.
pub(crate) fn exclusions(alignment: Alignment) -> Vec<&'static Exclusion> {
    let more = match alignment {
        Alignment::Trusted => TRUSTED.as_slice(),
        Alignment::Any => ANY.as_slice(),
    };
    ALWAYS.iter().chain(more).collect()
}
