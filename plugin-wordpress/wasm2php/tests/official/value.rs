//! Owns how the numbers of an assertion are written in a script: their type and their bits, nothing rounded.

use wast::core::{NanPattern, WastArgCore, WastRetCore};
use wast::{WastArg, WastRet};

/// Returns an argument as `i32:-1`, `i64:5`, `f32:80000000` or `f64:7ff0000000000000`; `None` unless it is a number.
///
/// An i32 is written signed, though results are expected unsigned: both forms go in, one comes out.
pub(crate) fn argument(argument: &WastArg<'_>) -> Option<String> {
    match argument {
        WastArg::Core(WastArgCore::I32(value)) => Some(format!("i32:{value}")),
        WastArg::Core(WastArgCore::I64(value)) => Some(format!("i64:{value}")),
        WastArg::Core(WastArgCore::F32(value)) => Some(format!("f32:{:08x}", value.bits)),
        WastArg::Core(WastArgCore::F64(value)) => Some(format!("f64:{:016x}", value.bits)),
        _ => None,
    }
}

/// Returns an expected result as an argument is written, an i32 unsigned, or as `f32:canonical`, `f64:arithmetic`;
/// `None` unless it is a number.
pub(crate) fn result(result: &WastRet<'_>) -> Option<String> {
    match result {
        WastRet::Core(WastRetCore::I32(value)) => Some(format!("i32:{}", value.cast_unsigned())),
        WastRet::Core(WastRetCore::I64(value)) => Some(format!("i64:{value}")),
        WastRet::Core(WastRetCore::F32(pattern)) => Some(float("f32", pattern, |value| format!("{:08x}", value.bits))),
        WastRet::Core(WastRetCore::F64(pattern)) => Some(float("f64", pattern, |value| format!("{:016x}", value.bits))),
        _ => None,
    }
}

fn float<T>(ty: &str, pattern: &NanPattern<T>, bits: impl Fn(&T) -> String) -> String {
    match pattern {
        NanPattern::CanonicalNan => format!("{ty}:canonical"),
        NanPattern::ArithmeticNan => format!("{ty}:arithmetic"),
        NanPattern::Value(value) => format!("{ty}:{}", bits(value)),
    }
}
