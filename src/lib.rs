//! Cartsignal's core: what shoppers do goes in, the texts to send come out, each with a reason.
//!
//! The core is pure. It reads no clock, no randomness, no network and no database:
//!
//! ```text
//! step(program, shopper?, recipient?, contact?, moment, input)
//!     -> { shopper?, recipient?, points_at, decisions, facts, topics, wakes }
//! ```
//!
//! Layers, each importing only what stands above it in this list:
//!
//! | level | modules | what |
//! |---|---|---|
//! | 0 | `time` `money` `id` `bucket` | newtypes |
//! | 1 | `fact` | inputs, and what they fold into |
//! | 2 | `condition` | questions about a shopper |
//! | 3 | `trigger` `sms` `template` `trace` `phone` `reply` | abandonment, texts, the words for why, numbers, answers |
//! | 4 | `journey` `gate` | what a journey wants, what may be sent |
//! | 5 | `engine` `gateway` | one step, the program, the states; providers without IO |
//! | 6 | `preset` `contract` | the only place that knows JSON |
//! | 7 | `abi` `js` | the borders: C ABI, wasm-bindgen |

extern crate alloc;

pub mod bucket;
pub mod condition;
pub mod contract;
pub mod engine;
pub mod fact;
pub mod gate;
#[cfg(feature = "cold")]
pub mod gateway;
pub mod id;
pub mod journey;
pub mod money;
#[cfg(feature = "cold")]
pub mod phone;
#[cfg(feature = "cold")]
pub mod preset;
#[cfg(feature = "cold")]
pub mod reply;
pub mod sms;
pub mod template;
pub mod time;
pub mod trace;
pub mod trigger;

#[cfg(feature = "abi")]
pub mod abi;
#[cfg(all(feature = "bindgen", target_arch = "wasm32"))]
pub mod js;
