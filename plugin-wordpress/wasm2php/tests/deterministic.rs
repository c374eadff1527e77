//! The same module gives the same files, by the library and by the command, and the manifest says what they are.

mod text;

use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use text::wasm;
use wasm2php::{Alignment, Options, Package, PhpFile, translate};

const NAMESPACE: &str = r"Cartsignal\Generated\Test";

const FILE_BYTES: usize = 6_000;

/// The size is aimed at by the functions alone; a head and the classes of callees come on top.
const AT_MOST: usize = FILE_BYTES + FILE_BYTES / 10;

/// A module of one large function and a hundred small ones, with everything that a package has a place for.
fn module() -> Vec<u8> {
    let mut text = String::from(
        r#"(module (memory (export "memory") 1 4) (table 2 funcref) (elem (i32.const 0) $large $small7)
             (global $calls (export "calls") (mut i32) (i32.const 3)) (data (i32.const 16) "\00\ff dollar $x \n 'quoted'")
             (func $large (export "large") (param i32) (result i32)"#,
    );
    for place in 0..400 {
        let _ = writeln!(text, "(i32.store (i32.const {}) (i32.add (local.get 0) (i32.const {place})))", place * 4);
    }
    text += "(local.get 0))\n";
    for index in 0..100 {
        let _ = writeln!(
            text,
            r#"(func $small{index} (export "small{index}") (param i32) (result i32)
                 (global.set $calls (i32.add (global.get $calls) (i32.const {index})))
                 (call_indirect (param i32) (result i32) (local.get 0) (i32.const 0)))"#
        );
    }
    wasm(&(text + ")"))
}

fn options() -> Options {
    Options { namespace: NAMESPACE.into(), alignment: Alignment::Trusted, file_bytes: FILE_BYTES, first: Vec::new() }
}

fn package() -> Package {
    translate(&module(), &options()).unwrap_or_else(|refusal| panic!("{}", refusal.0))
}

fn php_files(package: &Package) -> impl Iterator<Item = &PhpFile> {
    package.files.iter().filter(|file| file.name.ends_with(".php"))
}

/// An empty folder for one test.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
    fs::create_dir(&folder).unwrap();
    folder
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

#[test]
fn the_same_module_gives_the_same_files() {
    let texts = |package: Package| package.files.into_iter().map(|file| (file.name, file.text)).collect::<Vec<_>>();
    assert_eq!(texts(package()), texts(package()));
}

#[test]
fn the_command_writes_what_the_library_returns() {
    let folder = folder("command");
    let (input, output) = (folder.join("in.wasm"), folder.join("out"));
    fs::write(&input, module()).unwrap();
    let run = Command::new(env!("CARGO_BIN_EXE_wasm2php"))
        .arg(&input)
        .arg("--out")
        .arg(&output)
        .args(["--namespace", NAMESPACE, "--alignment", "trusted", "--file-bytes", &FILE_BYTES.to_string()])
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let mut names: Vec<String> =
        fs::read_dir(&output).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    let package = package();
    assert_eq!(names, package.files.iter().map(|file| file.name.clone()).collect::<Vec<_>>());
    for file in package.files {
        assert!(fs::read_to_string(output.join(&file.name)).unwrap() == file.text, "{} differs", file.name);
    }
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn the_command_says_why_it_refuses_and_writes_nothing() {
    let folder = folder("refused");
    let (input, output) = (folder.join("in.wasm"), folder.join("out"));
    fs::write(&input, wasm("(module (memory 1) (memory 1))")).unwrap();
    let run = Command::new(env!("CARGO_BIN_EXE_wasm2php"))
        .arg(&input)
        .arg("--out")
        .arg(&output)
        .args(["--namespace", NAMESPACE])
        .output()
        .unwrap();
    assert!(!run.status.success());
    assert!(String::from_utf8_lossy(&run.stderr).contains("a second memory is not supported"));
    assert!(!output.exists());
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn every_file_is_php_in_ascii() {
    let folder = folder("syntax");
    for file in php_files(&package()) {
        assert!(file.text.is_ascii(), "{}", file.name);
        let path = folder.join(&file.name);
        fs::write(&path, &file.text).unwrap();
        let program = std::env::var_os("PHP_BINARY").unwrap_or_else(|| "php".into());
        let lint = Command::new(program).arg("-l").arg(&path).output().unwrap();
        assert!(lint.status.success(), "{}: {}", file.name, String::from_utf8_lossy(&lint.stdout));
    }
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn functions_are_split_over_files_of_the_asked_size() {
    let package = package();
    let parts: Vec<&PhpFile> = php_files(&package).filter(|file| file.name.starts_with("Part")).collect();
    assert!(parts.len() > 3, "{} parts", parts.len());
    let functions = |file: &PhpFile| file.text.matches("function f").count();
    for part in &parts {
        assert!(part.text.len() <= AT_MOST || functions(part) == 1, "{}: {} bytes", part.name, part.text.len());
    }
    assert_eq!(parts.iter().filter(|part| part.text.len() > AT_MOST).count(), 1, "the large function stands alone");
    assert_eq!(parts.iter().map(|part| functions(part)).sum::<usize>(), 101);
}

#[test]
fn the_manifest_names_every_file_with_its_hash() {
    let package = package();
    let manifest = package.files.iter().find(|file| file.name == "manifest.json").expect("a manifest");
    let manifest: serde_json::Value = serde_json::from_str(&manifest.text).unwrap();
    let files: Vec<serde_json::Value> = php_files(&package)
        .map(|file| {
            serde_json::json!({"name": file.name, "bytes": file.text.len(), "sha256": sha256(file.text.as_bytes())})
        })
        .collect();
    let wasm = module();
    let expected = serde_json::json!({
        "format": 1,
        "namespace": NAMESPACE,
        "wasm_sha256": sha256(&wasm),
        "wasm_bytes": wasm.len(),
        "alignment": "trusted",
        "files": files,
    });
    assert_eq!(manifest, expected);
}

#[test]
fn every_class_knows_which_module_it_is_from() {
    let constant = format!("const WASM_SHA256 = '{}'", sha256(&module()));
    for file in php_files(&package()) {
        assert!(file.text.contains(&constant), "{}", file.name);
    }
}

#[test]
fn files_come_in_the_order_of_their_names() {
    let package = package();
    let names: Vec<&String> = package.files.iter().map(|file| &file.name).collect();
    assert!(names.is_sorted(), "{names:?}");
}
