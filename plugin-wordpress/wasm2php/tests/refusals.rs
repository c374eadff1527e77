//! What is not supported is refused by name: the construct, and the function it is in.

mod text;

use text::wasm;
use wasm2php::{Alignment, Options, translate};

fn refusal_of(wasm: &[u8]) -> String {
    let options =
        Options { namespace: "Test".into(), alignment: Alignment::Any, file_bytes: 10_000, first: Vec::new() };
    match translate(wasm, &options) {
        Ok(_) => panic!("the module was translated"),
        Err(refusal) => refusal.0,
    }
}

/// Asserts that a module is refused with a sentence that has all these words.
fn refused(text: &str, words: &[&str]) {
    let sentence = refusal_of(&wasm(text));
    for word in words {
        assert!(sentence.contains(word), "`{word}` is not in: {sentence}");
    }
}

/// Asserts that this body, in function 1 of a module with a memory and a table, is refused for an instruction.
fn instruction_refused(body: &str, instruction: &str) {
    let module = format!(
        r#"(module (memory 1) (table $t 1 funcref) (type $v (func)) (elem declare func 0)
             (func (export "innocent")) (func (export "guilty") {body}))"#
    );
    refused(&module, &["function 1", &format!("the instruction `{instruction}`"), "not supported"]);
}

#[test]
fn vector_instructions_are_named() {
    instruction_refused("(drop (v128.const i32x4 1 2 3 4))", "v128.const");
    instruction_refused("(drop (i8x16.splat (i32.const 1)))", "i8x16.splat");
    instruction_refused("(drop (v128.load8_splat (i32.const 1)))", "v128.load8_splat");
}

#[test]
fn the_vector_type_is_named() {
    refused("(module (func) (func (local v128)))", &["function 1", "`v128`"]);
    refused("(module (func (param v128)))", &["`v128`"]);
    refused("(module (global v128 (v128.const i64x2 0 0)))", &["v128"]);
}

#[test]
fn thread_instructions_are_named() {
    instruction_refused("(drop (i32.atomic.rmw.add (i32.const 0) (i32.const 1)))", "i32.atomic.rmw.add");
    instruction_refused("(drop (i64.atomic.load32_u (i32.const 0)))", "i64.atomic.load32_u");
    instruction_refused("(drop (memory.atomic.notify (i32.const 0) (i32.const 1)))", "memory.atomic.notify");
    instruction_refused("atomic.fence", "atomic.fence");
}

#[test]
fn a_shared_memory_is_refused() {
    refused("(module (memory 1 1 shared))", &["memory", "threads", "not supported"]);
}

#[test]
fn reference_instructions_are_named() {
    instruction_refused("(drop (ref.func 0))", "ref.func");
    instruction_refused("(drop (ref.null func))", "ref.null");
    instruction_refused("(drop (table.get $t (i32.const 0)))", "table.get");
    instruction_refused("(drop (table.size $t))", "table.size");
}

#[test]
fn reference_types_are_named() {
    refused("(module (func) (func (local externref)))", &["function 1", "`externref`"]);
    refused("(module (func (param funcref)))", &["`funcref`"]);
    refused("(module (table 1 externref))", &["table", "not supported"]);
}

#[test]
fn exceptions_are_refused() {
    refused("(module (tag $t) (func (throw $t)))", &["exception", "not supported"]);
    instruction_refused("(try_table)", "try_table");
}

#[test]
fn tail_calls_are_named() {
    instruction_refused("return_call 0", "return_call");
    instruction_refused("(return_call_indirect (type $v) (i32.const 0))", "return_call_indirect");
}

#[test]
fn a_memory_of_64_bit_addresses_is_refused() {
    refused("(module (memory i64 1))", &["memory", "64-bit", "not supported"]);
}

#[test]
fn a_second_memory_or_table_is_refused() {
    refused("(module (memory 1) (memory 1))", &["second memory", "not supported"]);
    refused("(module (table 1 funcref) (table 1 funcref))", &["second table", "not supported"]);
}

#[test]
fn imports_are_named() {
    refused(r#"(module (import "env" "now" (func)))"#, &["function", "`env.now`", "not supported"]);
    refused(r#"(module (import "env" "memory" (memory 1)))"#, &["memory", "`env.memory`", "not supported"]);
    refused(r#"(module (import "env" "table" (table 1 funcref)))"#, &["table", "`env.table`", "not supported"]);
    refused(r#"(module (import "env" "base" (global i32)))"#, &["global", "`env.base`", "not supported"]);
}

#[test]
fn arithmetic_in_a_constant_expression_is_named() {
    refused("(module (global i32 (i32.add (i32.const 1) (i32.const 2))))", &["constant expression", "not supported"]);
}

#[test]
fn structures_are_refused() {
    refused("(module (type (struct (field i32))))", &["type", "not supported"]);
    refused("(module (type (array i32)))", &["type", "not supported"]);
}

#[test]
fn wide_arithmetic_is_named() {
    instruction_refused("(i64.add128 (i64.const 0) (i64.const 0) (i64.const 0) (i64.const 0)) drop drop", "i64.add128");
}

#[test]
fn a_module_that_is_not_valid_is_refused() {
    refused("(module (func (result i32) (i64.const 1)))", &["not valid", "type mismatch"]);
}

#[test]
fn what_is_no_module_is_refused() {
    assert!(!refusal_of(b"").is_empty());
    assert!(!refusal_of(b"<?php").is_empty());
    assert!(!refusal_of(b"\0asm\x0d\0\x01\0").is_empty(), "a component");
    let whole = wasm(r#"(module (func (export "f") (result i32) (i32.const 1)))"#);
    assert!(!refusal_of(&whole[..whole.len() - 1]).is_empty());
}

#[test]
fn a_refusal_is_one_lower_case_sentence() {
    for text in ["(module (memory 1) (memory 1))", "(module (func (drop (v128.const i32x4 1 2 3 4))))"] {
        let sentence = refusal_of(&wasm(text));
        assert!(!sentence.contains('\n') && !sentence.ends_with('.'), "{sentence}");
        assert!(sentence.starts_with(|letter: char| letter.is_lowercase()), "{sentence}");
    }
}
