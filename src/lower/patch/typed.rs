//! The value of a patch, as the schema types the place: text is text, `true` is a boolean only where one belongs.

use crate::construct::Item;
use crate::diagnostic::codes::patches::E0343;
use crate::diagnostic::{Diagnostic, Sink, nearest, or_list};
use crate::platform::schema::{Schema, Shape};
use crate::source::Span;
use crate::value::Type;
use serde_json::Value;

/// The value, or `None` where it does not fit, which is reported.
pub(super) fn value(statement: &Item, place: Option<Schema>, sink: &mut Sink) -> Option<Value> {
    let texts: Vec<(String, Span)> =
        statement.values(Type::Value).into_iter().map(|(v, s)| (v.to_string(), s)).collect();
    let Some(schema) = place else {
        let mut values: Vec<Value> = texts.iter().map(|(text, _)| guessed(text)).collect();
        return if values.len() == 1 { values.pop() } else { Some(Value::Array(values)) };
    };
    if schema.shape() == Shape::List {
        let item = schema.item();
        let values = texts.iter().map(|(text, span)| match item {
            Some(item) => scalar(text, *span, item, sink),
            None => Some(guessed(text)),
        });
        return values.collect::<Option<Vec<_>>>().map(Value::Array);
    }
    match texts.as_slice() {
        [(text, span)] => scalar(text, *span, schema, sink),
        _ => {
            let said = Diagnostic::new(&E0343, statement.span, "a list stands where one value belongs", "");
            sink.report(said.help(format!("the field takes {}", words(schema.shape()))));
            None
        }
    }
}

fn scalar(text: &str, span: Span, schema: Schema, sink: &mut Sink) -> Option<Value> {
    let value = match schema.shape() {
        Shape::Bool => text.parse().ok().map(Value::Bool),
        Shape::Integer { bits } => {
            let number = text.parse::<i64>().ok();
            number.filter(|n| bits != 32 || i32::try_from(*n).is_ok()).map(Value::from)
        }
        Shape::Number => text.parse::<f64>().ok().and_then(serde_json::Number::from_f64).map(Value::Number),
        Shape::IntOrString => Some(text.parse::<i32>().map_or_else(|_| text.into(), Value::from)),
        Shape::Any => Some(guessed(text)),
        Shape::Object | Shape::Map | Shape::List => None,
        Shape::String | Shape::Quantity | Shape::Bytes | Shape::Time | Shape::MicroTime => Some(text.into()),
    };
    let Some(value) = value else {
        let message = format!("`{text}` is not {}", words(schema.shape()));
        let deep = matches!(schema.shape(), Shape::Object | Shape::Map | Shape::List);
        let help = if deep {
            "set its parts, each by its own path".to_owned()
        } else {
            format!("the field takes {}", words(schema.shape()))
        };
        sink.report(Diagnostic::new(&E0343, span, message, "of another type than the field").help(help));
        return None;
    };
    let allowed: Vec<&str> = schema.enums().collect();
    if !allowed.is_empty() && !allowed.contains(&text) {
        let near = nearest(text, allowed.iter().copied());
        let list = or_list(if near.is_empty() { allowed } else { near });
        let said = Diagnostic::new(
            &E0343,
            span,
            format!("the field has no value `{text}`"),
            "not one of its values",
        );
        sink.report(said.help(format!("write {list}")));
        return None;
    }
    Some(value)
}

/// Where no schema types the place: as YAML 1.2 would read it.
fn guessed(text: &str) -> Value {
    match text {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ => text.parse::<i64>().map_or_else(|_| text.into(), Value::from),
    }
}

fn words(shape: Shape) -> &'static str {
    match shape {
        Shape::Bool => "`true` or `false`",
        Shape::Integer { .. } => "a whole number",
        Shape::Number => "a number",
        Shape::Object | Shape::Map => "an object",
        Shape::List => "a list",
        Shape::Quantity => "a quantity",
        _ => "a text",
    }
}
