//! Layers import downward only, and what must stay in one place stays there.

#![cfg(not(target_family = "wasm"))]
#![expect(clippy::unwrap_used, reason = "a test may stop")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Module -> level; see the table in src/lib.rs.
const LEVELS: [(&str, u8); 20] = [
    ("time", 0),
    ("money", 0),
    ("id", 0),
    ("bucket", 0),
    ("fact", 1),
    ("condition", 2),
    ("trigger", 3),
    ("sms", 3),
    ("template", 3),
    ("trace", 3),
    ("journey", 4),
    ("gate", 4),
    ("engine", 5),
    ("preset", 6),
    ("contract", 6),
    ("abi", 7),
    ("js", 7),
    ("phone", 3),
    ("reply", 3),
    ("gateway", 5),
];

#[test]
fn imports_go_downward_only() {
    let levels: BTreeMap<&str, u8> = LEVELS.into();
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let module = module_of(&path);
        let Some(own) = levels.get(module.as_str()) else { continue };
        for imported in imports(&text) {
            let level =
                levels.get(imported.as_str()).unwrap_or_else(|| panic!("{imported} has no level: name it in LEVELS"));
            if imported != module && level >= own && !may_know(&module, &imported) {
                wrong.push(format!("{} (level {own}) imports {imported} (level {level})", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Modules of one level that may know each other, in this direction: the words of a text are measured where it is made.
fn may_know(module: &str, imported: &str) -> bool {
    matches!((module, imported), ("template", "sms" | "trace") | ("contract", "preset"))
        || (imported == "id" && matches!(module, "bucket"))
}

#[test]
fn every_module_has_a_level() {
    let levels: BTreeMap<&str, u8> = LEVELS.into();
    for (path, _) in sources() {
        let module = module_of(&path);
        assert!(module == "lib" || levels.contains_key(module.as_str()), "{} has no level", path.display());
    }
}

#[test]
fn only_the_contract_knows_the_json_of_hosts_and_only_gateways_that_of_providers() {
    for (path, text) in sources() {
        let module = module_of(&path);
        let code =
            text.split("#[cfg(test)]").next().unwrap_or_default().split("#[cfg(all(test").next().unwrap_or_default();
        assert!(
            !code.contains("serde_json") || matches!(&*module, "contract" | "gateway") || is_test(&path),
            "{} knows JSON, which only the contract and the gateways do",
            path.display()
        );
    }
}

#[test]
fn the_c_abi_alone_is_unsafe() {
    for (path, text) in sources() {
        let allows = text
            .lines()
            .any(|line| line.contains("unsafe {") || line.contains("unsafe fn") || line.contains("unsafe extern"));
        assert!(!allows || module_of(&path) == "abi", "{} is unsafe", path.display());
    }
}

#[test]
fn the_step_is_the_order_of_things_and_nothing_else() {
    let lines = fs::read_to_string(root().join("engine/step.rs")).unwrap().lines().count();
    assert!(lines <= 250, "engine/step.rs has {lines} lines");
}

#[test]
fn no_file_is_longer_than_400_lines() {
    for (path, text) in sources() {
        assert!(text.lines().count() <= 400, "{} has {} lines", path.display(), text.lines().count());
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    found.sort();
    found
}

fn module_of(path: &Path) -> String {
    let inside = path.strip_prefix(root()).unwrap();
    inside.components().next().unwrap().as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
}

fn is_test(path: &Path) -> bool {
    path.file_stem().is_some_and(|stem| stem == "tests") || path.components().any(|part| part.as_os_str() == "tests")
}

/// Top-level modules named behind `crate::` in code, tests left out.
fn imports(text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default().split("#[cfg(all(test").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let mut found: Vec<String> = Vec::new();
    for line in lines {
        for rest in line.split("crate::").skip(1) {
            let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if !name.is_empty() {
                found.push(name);
            }
        }
    }
    found
}
