//! One text and the type that stands there into a value: the only way to one.

use super::{
    Invalid, Type, Value, closed, host, image, name, number, path, port, quantity, regex, schedule, time,
    word,
};

/// The value of `kind` that `text` is. The text is an argument's: quotes and insertions are resolved already.
/// Types that are shapes of several arguments (CLIENT, ENDPOINT, ASSERTION, HEAD, DECLARATION) come back as text.
///
/// # Errors
/// What makes it none, what the type takes, and a text that may be meant instead.
pub fn parse(kind: Type, text: &str) -> Result<Value, Invalid> {
    read(kind, text).map_err(|e| kept(kind, e))
}

/// What is offered is a value of the type, or it is not offered.
#[cold]
fn kept(kind: Type, mut invalid: Invalid) -> Invalid {
    invalid.instead = invalid.instead.filter(|(better, _)| read(kind, better).is_ok());
    invalid
}

fn read(kind: Type, text: &str) -> Result<Value, Invalid> {
    use Type as T;
    Ok(match kind {
        T::Duration => Value::Duration(time::duration(text)?),
        T::Name | T::Ns | T::Cluster | T::Edge | T::Trust | T::Template | T::Filter => {
            name::label(text)?;
            as_text(text)
        }
        T::Qname => Value::Qname(name::qname(text)?),
        T::Ref => Value::Ref(name::reference(text)?),
        T::Port => Value::Port(port::port(text)?),
        T::PortNumber => Value::Number(port::number(text)?.into()),
        T::Text | T::Value | T::Arg | T::Client | T::Endpoint | T::Assertion | T::Head | T::Declaration => {
            as_text(text)
        }
        T::Cpu => Value::Cpu(quantity::cpu(text)?),
        T::Mem => Value::Memory(quantity::memory(text)?),
        T::DurationRange => {
            let (from, to) = time::range(text)?;
            Value::DurationRange(from, to)
        }
        T::Count => Value::Number(number::count(text)?),
        T::Integer => Value::Number(number::integer(text)?),
        T::Status => Value::Number(number::status(text)?.into()),
        T::StatusRange => {
            let (from, to) = number::statuses(text)?;
            Value::StatusRange(from, to)
        }
        T::PortRange => Value::PortRange(port::range(text)?),
        T::Percent => Value::Percent(number::percent(text)?),
        T::Amount => Value::Amount(number::amount(text)?),
        T::Scale => Value::Scale(number::scale(text)?),
        T::Ratio => Value::Ratio(number::ratio(text)?),
        T::Cidr => Value::Cidr(host::cidr(text)?),
        T::Ip => Value::Ip(host::ip(text)?),
        T::KeyRef => Value::KeyRef(name::key_ref(text)?),
        T::UserGroup => {
            let (user, group) = number::user_group(text)?;
            Value::UserGroup(user, group)
        }
        T::FileMode => Value::FileMode(number::file_mode(text)?),
        _ => {
            if let Some(words) = closed::closed_words(kind) {
                return closed::word(kind, words, text).map(as_text);
            }
            check_text(kind, text)?;
            as_text(text)
        }
    })
}

fn as_text(text: &str) -> Value {
    Value::Text(text.into())
}

/// The types whose value is their text.
fn check_text(kind: Type, text: &str) -> Result<(), Invalid> {
    match kind {
        Type::Path => path::path(text),
        Type::Image => image::image(text),
        Type::Regex => regex::check(text),
        Type::Schedule => schedule::schedule(text),
        Type::LabelKey => word::label_key(text),
        Type::Host => host::host(text),
        Type::Glob => host::glob(text),
        Type::DnsName => host::dns_name(text),
        Type::Address => host::address(text),
        Type::HostPort => host::host_port(text),
        Type::Url => host::url(text),
        Type::Origin => host::origin(text),
        Type::Target => host::target(text),
        Type::Identity => host::identity(text),
        Type::Secret => name::subdomain(text),
        Type::Key => word::key(text),
        Type::EnvName => word::env_name(text),
        Type::Header => word::header(text),
        Type::NameText => word::name_text(text),
        Type::StatsName => word::stats_name(text),
        Type::Version => word::version(text),
        Type::Code => word::code(text),
        Type::MethodRef => word::method_ref(text),
        Type::ModuleKey => word::module_key(text),
        Type::Kind => word::kind(text),
        Type::Resource => word::resource(text),
        Type::Subst => word::substitution(text),
        Type::Audience => word::audience(text),
        Type::Condition => closed::condition(text),
        Type::Alpn => closed::alpn(text),
        Type::MountPath => path::mount(text),
        Type::File | Type::Dir => path::relative(text, false),
        Type::GlobPath => path::relative(text, true),
        Type::FieldPath => path::keys(text, "a path to a field: `spec.containers[name=server].tty`"),
        Type::ValuePath => path::keys(text, "a path into the chart's values: `proxy.logLevel`"),
        _ => Ok(()),
    }
}
