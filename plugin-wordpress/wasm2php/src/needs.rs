//! Owns which pieces of an instance's state each function needs: those, and no others, are passed to it by reference.

use crate::body::Body;
use crate::module::Module;
use std::collections::BTreeSet;
use wasmparser::Operator;

/// One piece of an instance's state. The order is the order of the parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cell {
    /// The linear memory: a list of words, each a PHP int from 0 to 2^32 - 1.
    Memory,
    /// A global that can change.
    Global(u32),
    /// The table, where an instruction can change it: function indexes, -1 for none.
    Table,
    /// Whether a data segment was dropped.
    Data(u32),
    /// Whether an element segment was dropped.
    Element(u32),
}

impl Cell {
    /// Returns the PHP variable of the cell, without the dollar sign; a property of the instance has the same name.
    pub(crate) fn name(self) -> String {
        match self {
            Self::Memory => "m".into(),
            Self::Global(index) => format!("g{index}"),
            Self::Table => "table".into(),
            Self::Data(index) => format!("data{index}"),
            Self::Element(index) => format!("elem{index}"),
        }
    }
}

/// The cells that each function, and each dispatch of indirect calls, needs.
pub(crate) struct Needs {
    functions: Vec<BTreeSet<Cell>>,
    dispatches: Vec<BTreeSet<Cell>>,
    /// Whether an instruction can change the table.
    pub(crate) table_changes: bool,
}

/// What one body does itself.
struct Own {
    cells: BTreeSet<Cell>,
    calls: BTreeSet<u32>,
    indirect: BTreeSet<u32>,
}

impl Needs {
    /// Finds the cells of all functions: their own, and those of whatever they may call.
    pub(crate) fn of(module: &Module<'_>, bodies: &[Body<'_>]) -> Self {
        let table_changes = bodies.iter().flat_map(|body| &body.operators).any(changes_table);
        let own: Vec<Own> = bodies.iter().map(|body| own(module, body)).collect();
        let mut needs = Self {
            functions: own.iter().map(|own| own.cells.clone()).collect(),
            dispatches: vec![BTreeSet::new(); module.types.len()],
            table_changes,
        };
        let callable = callable(module);
        loop {
            let before = needs.count();
            for (ty, signature) in module.types.iter().enumerate() {
                if table_changes {
                    needs.dispatches[ty].insert(Cell::Table);
                }
                for &function in callable.iter().filter(|&&function| module.signature(function) == signature) {
                    needs.dispatches[ty].extend(&needs.functions[function as usize]);
                }
            }
            for (function, own) in own.iter().enumerate() {
                let called = own.calls.iter().map(|&callee| needs.functions[callee as usize].clone());
                let dispatched = own.indirect.iter().map(|&ty| needs.dispatches[ty as usize].clone());
                let all: Vec<BTreeSet<Cell>> = called.chain(dispatched).collect();
                needs.functions[function].extend(all.into_iter().flatten());
            }
            if needs.count() == before {
                return needs;
            }
        }
    }

    /// Returns the cells of a function.
    pub(crate) fn function(&self, function: u32) -> &BTreeSet<Cell> {
        &self.functions[function as usize]
    }

    /// Returns the cells of an indirect call of a type.
    pub(crate) fn dispatch(&self, ty: u32) -> &BTreeSet<Cell> {
        &self.dispatches[ty as usize]
    }

    /// Returns whether any function needs a cell.
    pub(crate) fn anywhere(&self, cell: Cell) -> bool {
        self.functions.iter().any(|cells| cells.contains(&cell))
    }

    fn count(&self) -> usize {
        self.functions.iter().chain(&self.dispatches).map(BTreeSet::len).sum()
    }
}

/// Returns the functions that the table may hold at some time.
pub(crate) fn callable(module: &Module<'_>) -> BTreeSet<u32> {
    module.elements.iter().flat_map(|segment| segment.items.iter().flatten().copied()).collect()
}

fn changes_table(operator: &Operator<'_>) -> bool {
    matches!(operator, Operator::TableInit { .. } | Operator::TableCopy { .. })
}

fn own(module: &Module<'_>, body: &Body<'_>) -> Own {
    let mut own = Own { cells: BTreeSet::new(), calls: BTreeSet::new(), indirect: BTreeSet::new() };
    for operator in &body.operators {
        match *operator {
            Operator::Call { function_index } => {
                own.calls.insert(function_index);
            }
            Operator::CallIndirect { type_index, .. } => {
                own.indirect.insert(type_index);
            }
            Operator::GlobalGet { global_index } | Operator::GlobalSet { global_index }
                if module.globals[global_index as usize].mutable =>
            {
                own.cells.insert(Cell::Global(global_index));
            }
            Operator::MemoryInit { data_index, .. } => own.cells.extend([Cell::Memory, Cell::Data(data_index)]),
            Operator::DataDrop { data_index } => own.cells.extend([Cell::Data(data_index)]),
            Operator::TableInit { elem_index, .. } => own.cells.extend([Cell::Table, Cell::Element(elem_index)]),
            Operator::ElemDrop { elem_index } => own.cells.extend([Cell::Element(elem_index)]),
            Operator::TableCopy { .. } => own.cells.extend([Cell::Table]),
            ref other if crate::lower::memory::touches(other) => own.cells.extend([Cell::Memory]),
            _ => {}
        }
    }
    own
}
