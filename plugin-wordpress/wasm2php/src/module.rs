//! Owns the reading of a module: what it declares, checked to be what PHP can be given.

use crate::Refusal;
use crate::constant::{self, Constant};
use crate::refuse::unsupported;
use crate::value::Type;
use wasmparser::{
    CompositeInnerType, DataKind, ElementItems, ElementKind, ExternalKind, FuncType, FunctionBody, Import, Parser,
    Payload, TableInit, TypeRef, ValType, Validator, WasmFeatures,
};

/// A module, read and validated.
#[derive(Debug, Default)]
pub(crate) struct Module<'a> {
    pub(crate) types: Vec<Signature>,
    /// The type of each function.
    pub(crate) functions: Vec<u32>,
    pub(crate) bodies: Vec<FunctionBody<'a>>,
    pub(crate) memory: Option<Limits>,
    pub(crate) table: Option<Limits>,
    pub(crate) globals: Vec<Global>,
    pub(crate) exports: Vec<Export>,
    pub(crate) start: Option<u32>,
    pub(crate) elements: Vec<Segment<Vec<Option<u32>>>>,
    pub(crate) data: Vec<Segment<&'a [u8]>>,
}

/// The type of a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Signature {
    pub(crate) params: Vec<Type>,
    pub(crate) results: Vec<Type>,
}

/// Smallest and largest size: pages of memory, entries of a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) initial: u32,
    pub(crate) maximum: Option<u32>,
}

/// A global of the module.
#[derive(Clone, Debug)]
pub(crate) struct Global {
    pub(crate) ty: Type,
    pub(crate) mutable: bool,
    pub(crate) initial: Constant,
}

/// Something the module shows.
#[derive(Clone, Debug)]
pub(crate) struct Export {
    pub(crate) name: String,
    pub(crate) what: Exported,
}

/// What an export is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Exported {
    Function(u32),
    Global(u32),
    /// The one memory or the one table.
    Other,
}

/// Bytes for the memory, or functions for the table.
#[derive(Clone, Debug)]
pub(crate) struct Segment<T> {
    /// Where it is copied to before anything runs; `None` for one that waits for an instruction, or is only declared.
    pub(crate) at: Option<u32>,
    pub(crate) items: T,
}

impl<'a> Module<'a> {
    /// Reads and validates a module.
    pub(crate) fn read(wasm: &'a [u8]) -> Result<Self, Refusal> {
        // Everything known is allowed here, so that what is new is refused below, by its name.
        Validator::new_with_features(WasmFeatures::all() - WasmFeatures::CUSTOM_PAGE_SIZES)
            .validate_all(wasm)
            .map_err(|error| invalid(&error))?;
        let mut module = Self::default();
        for payload in Parser::new(0).parse_all(wasm) {
            module.take(payload.map_err(|error| invalid(&error))?)?;
        }
        Ok(module)
    }

    /// Validates once more, without the proposals that are not supported: what they would allow is refused.
    pub(crate) fn refuse_proposals(wasm: &[u8]) -> Result<(), Refusal> {
        // Reference types stay, for element segments written as expressions; what else they bring is refused by name.
        let supported = WasmFeatures::WASM2 - WasmFeatures::SIMD;
        let valid = Validator::new_with_features(supported).validate_all(wasm);
        valid.map(|_| ()).map_err(|error| invalid(&error))
    }

    /// Returns the type of a function.
    pub(crate) fn signature(&self, function: u32) -> &Signature {
        &self.types[self.functions[function as usize] as usize]
    }

    fn take(&mut self, payload: Payload<'a>) -> Result<(), Refusal> {
        let broken = |error| invalid(&error);
        match payload {
            Payload::TypeSection(section) => {
                for group in section {
                    for sub in group.map_err(broken)?.into_types() {
                        let CompositeInnerType::Func(ty) = sub.composite_type.inner else {
                            return Err(unsupported("a type that is not a function's"));
                        };
                        self.types.push(signature(&ty)?);
                    }
                }
            }
            Payload::ImportSection(section) => {
                if let Some(import) = section.into_imports().next() {
                    return Err(refused_import(&import.map_err(broken)?));
                }
            }
            Payload::FunctionSection(section) => {
                for ty in section {
                    self.functions.push(ty.map_err(broken)?);
                }
            }
            Payload::TableSection(section) => {
                for table in section {
                    let table = table.map_err(broken)?;
                    if table.ty.table64
                        || !table.ty.element_type.is_func_ref()
                        || !matches!(table.init, TableInit::RefNull)
                    {
                        return Err(unsupported("a table of anything but functions"));
                    }
                    if self.table.is_some() {
                        return Err(unsupported("a second table"));
                    }
                    let initial = u32::try_from(table.ty.initial).map_err(|_| unsupported("a table of this size"))?;
                    self.table =
                        Some(Limits { initial, maximum: table.ty.maximum.and_then(|most| most.try_into().ok()) });
                }
            }
            Payload::MemorySection(section) => {
                for memory in section {
                    let memory = memory.map_err(broken)?;
                    if memory.memory64 || memory.shared {
                        return Err(unsupported("a memory of 64-bit addresses, or one that threads share"));
                    }
                    if self.memory.is_some() {
                        return Err(unsupported("a second memory"));
                    }
                    let initial = u32::try_from(memory.initial).map_err(|_| unsupported("a memory of this size"))?;
                    self.memory =
                        Some(Limits { initial, maximum: memory.maximum.and_then(|most| most.try_into().ok()) });
                }
            }
            Payload::TagSection(_) => return Err(unsupported("an exception's tag")),
            Payload::GlobalSection(section) => {
                for global in section {
                    let global = global.map_err(broken)?;
                    if global.ty.shared {
                        return Err(unsupported("a global that threads share"));
                    }
                    let initial = constant::evaluate(&global.init_expr, |index| self.globals[index as usize].initial)?;
                    self.globals.push(Global {
                        ty: number(global.ty.content_type)?,
                        mutable: global.ty.mutable,
                        initial,
                    });
                }
            }
            Payload::ExportSection(section) => {
                for export in section {
                    let export = export.map_err(broken)?;
                    let what = match export.kind {
                        ExternalKind::Func | ExternalKind::FuncExact => Exported::Function(export.index),
                        ExternalKind::Global => Exported::Global(export.index),
                        ExternalKind::Table | ExternalKind::Memory => Exported::Other,
                        ExternalKind::Tag => return Err(unsupported("an exception's tag")),
                    };
                    self.exports.push(Export { name: export.name.into(), what });
                }
            }
            Payload::StartSection { func, .. } => self.start = Some(func),
            Payload::ElementSection(section) => {
                for element in section {
                    let element = element.map_err(broken)?;
                    let declared = matches!(element.kind, ElementKind::Declared);
                    let at = match element.kind {
                        ElementKind::Active { offset_expr, .. } => Some(self.offset(&offset_expr)?),
                        ElementKind::Passive | ElementKind::Declared => None,
                    };
                    let items = match element.items {
                        ElementItems::Functions(list) => {
                            list.into_iter().map(|item| item.map(Some)).collect::<Result<_, _>>().map_err(broken)?
                        }
                        ElementItems::Expressions(_, list) => list
                            .into_iter()
                            .map(|item| constant::function(&item.map_err(broken)?))
                            .collect::<Result<_, _>>()?,
                    };
                    let items = if declared { Vec::new() } else { items };
                    self.elements.push(Segment { at, items });
                }
            }
            Payload::DataSection(section) => {
                for data in section {
                    let data = data.map_err(broken)?;
                    let at = match data.kind {
                        DataKind::Active { offset_expr, .. } => Some(self.offset(&offset_expr)?),
                        DataKind::Passive => None,
                    };
                    self.data.push(Segment { at, items: data.data });
                }
            }
            Payload::CodeSectionEntry(body) => self.bodies.push(body),
            Payload::Version { .. }
            | Payload::DataCountSection { .. }
            | Payload::CodeSectionStart { .. }
            | Payload::CustomSection(_)
            | Payload::End(_) => {}
            _ => return Err(unsupported("a section that is not of a core module")),
        }
        Ok(())
    }

    fn offset(&self, expression: &wasmparser::ConstExpr<'_>) -> Result<u32, Refusal> {
        match constant::evaluate(expression, |index| self.globals[index as usize].initial)? {
            Constant::I32(at) => Ok(at.cast_unsigned()),
            Constant::I64(_) | Constant::F32(_) | Constant::F64(_) => Err(unsupported("an offset that is not an i32")),
        }
    }
}

/// Returns the type of a number; refuses vectors and references.
pub(crate) fn number(ty: ValType) -> Result<Type, Refusal> {
    match ty {
        ValType::I32 => Ok(Type::I32),
        ValType::I64 => Ok(Type::I64),
        ValType::F32 => Ok(Type::F32),
        ValType::F64 => Ok(Type::F64),
        ValType::V128 | ValType::Ref(_) => Err(unsupported(&format!("the type `{ty}`"))),
    }
}

fn refused_import(import: &Import<'_>) -> Refusal {
    let kind = match import.ty {
        TypeRef::Func(_) | TypeRef::FuncExact(_) => "function",
        TypeRef::Table(_) => "table",
        TypeRef::Memory(_) => "memory",
        TypeRef::Global(_) => "global",
        TypeRef::Tag(_) => "tag",
    };
    unsupported(&format!("the import of the {kind} `{}.{}`", import.module, import.name))
}

fn signature(ty: &FuncType) -> Result<Signature, Refusal> {
    let numbers = |types: &[ValType]| types.iter().map(|&ty| number(ty)).collect::<Result<Vec<_>, _>>();
    Ok(Signature { params: numbers(ty.params())?, results: numbers(ty.results())? })
}

fn invalid(error: &wasmparser::BinaryReaderError) -> Refusal {
    Refusal(format!("the module is not valid at byte {:#x}: {}", error.offset(), error.message()))
}
