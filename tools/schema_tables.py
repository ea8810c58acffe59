#!/usr/bin/env python3
"""Makes the schema tables of src/platform/data. Usage: schema_tables.py SCHEMAS OUT
SCHEMAS holds kubernetes.json (field tables by minor) and linkerd-*.json, emissary-*.json, edge-stack-*.json,
delivery.json (CustomResourceDefinitions without descriptions). OUT gets one .table a provider.

A table is lines of tab-separated tokens; src/platform/schema/table.rs reads them:
  S text                                   where it comes from
  R 2.8 2.9 ...                            the releases; ranges A-B below count in them, from 0, both included
  K group Kind plural scope ver=ID@A-B ... a kind, its versions, the root node of each, and where it is served
  N TYPE attribute ...                     node number 0, 1, ...; equal nodes are one
Attributes: .field=ID[!][@A-B],...  !required-name  [ID items  {ID values  ~ takes unknown fields  0 nullable
  #enum[@A-B]  /pattern  <min  >max  1,?,& ID,ID one/any/all of  ^ID not  kKEY,KEY list keys  S unique  fFORMAT
"""
import json, os, re, sys

TYPES = {'str': 's', 'bool': 'b', 'num': 'n', 'int': 'i', 'int32': 'i4', 'int64': 'i8', 'bytes': 'y', 'time': 't',
         'microtime': 'T', 'quantity': 'q', 'intstr': 'is', 'any': '-'}
CRD = {'string': 's', 'boolean': 'b', 'number': 'n', 'integer': 'i', 'object': 'o', 'array': 'l', None: '-'}


class Pool:
    def __init__(self):
        self.lines, self.ids = [], {}

    def add(self, tokens):
        assert not any('\t' in t or '\n' in t for t in tokens), tokens
        line = '\t'.join(tokens)
        if line not in self.ids:
            self.ids[line] = self.reserve()
            self.lines[self.ids[line]] = line
        return self.ids[line]

    def reserve(self):
        self.lines.append(None)
        return len(self.lines) - 1


def span(order, first, last):
    return '@%d-%d' % (order[first], order[last])


def kubernetes(path):
    t, pool, defs = json.load(open(path)), Pool(), {}
    order = {m: i for i, m in enumerate(t['minors'])}

    def node(ty, keys=None, unique=False):
        if '|' in ty and ty[0] not in '[{':
            return pool.add(['-', '?' + ','.join(str(node(x)) for x in ty.split('|'))])
        if ty[0] == '[':
            marks = ['k' + ','.join(keys)] if keys else ['S'] if unique else []
            return pool.add(['l', '[%d' % node(ty[1:-1])] + marks)
        if ty[0] == '{':
            return pool.add(['m', '{%d' % node(ty[1:-1])])
        if ty[0] == '@':
            return definition(ty[1:])
        if ty[0] == '#':
            values = [('#' + v) if isinstance(v, str) else '#%s%s' % (v[0], span(order, *v[1:])) for v in t['enums'][ty[1:]]]
            return pool.add(['s'] + values)
        return pool.add(['o', '~'] if ty == 'obj' else [TYPES[ty]])

    def definition(name):
        if name in defs:
            return defs[name]
        defs[name] = pool.reserve()
        d, tokens = t['defs'][name], ['o']
        for field in sorted(d['f']):
            ty = d['f'][field]
            ways = []
            for x in [[ty]] if isinstance(ty, str) else ty:
                bare, must = x[0].rstrip('!'), '!' * x[0].endswith('!')
                unique = field in d.get('sets', [])
                ways.append('%d%s%s' % (node(bare, d.get('keys', {}).get(field), unique), must, span(order, *x[1:]) if x[1:] else ''))
            tokens.append('.%s=%s' % (field, ','.join(ways)))
        if not d['f']:
            tokens.append('~')
        pool.lines[defs[name]] = '\t'.join(tokens)
        return defs[name]

    kinds = []
    meta = definition('meta.v1.ObjectMeta')
    for kind, k in sorted(t['kinds'].items()):
        groups = {}
        for version, (name, first, last) in k['versions'].items():
            group, _, v = version.rpartition('/')
            groups.setdefault(group, []).append('%s=%d%s' % (v, definition(name), span(order, first, last)))
        for group, versions in sorted(groups.items()):
            kinds.append('\t'.join(['K', group, kind, k['plural'], k['scope']] + versions))
    source = ["Kubernetes' published OpenAPI of each minor's .0 release; enums from the API types of each minor's newest patch"]
    return source, t['minors'], kinds, pool, meta


def crd_node(pool, s, root=False):
    """A schema of a CustomResourceDefinition; what it does not say is not restricted."""
    s = s or {}
    tokens, props, more = [], dict(s.get('properties', {})), s.get('additionalProperties')
    code = CRD[s.get('type')]
    if code == 'i' and s.get('format') in ('int32', 'int64'):
        code = 'i' + str(int(s['format'][3:]) // 8)
    intstr = s.get('x-kubernetes-int-or-string')
    if intstr:
        code = 'is'
    if root:
        code = 'o'
        for name in ('apiVersion', 'kind'):
            props[name] = {'type': 'string'}
        props.pop('metadata', None)
        tokens.append('.metadata=%d' % pool.add(['M']))
    must = set(s.get('required', []))
    for name in sorted(props):
        tokens.append('.%s=%d%s' % (name, crd_node(pool, props[name]), '!' * (name in must)))
    tokens.sort()
    tokens += ['!' + name for name in sorted(must - props.keys() - ({'metadata'} if root else set()))]
    if isinstance(more, dict):
        tokens.append('{%d' % crd_node(pool, more))
        if not props and code == 'o':
            code = 'm'
    if 'items' in s:
        tokens.append('[%d' % crd_node(pool, s['items']))
    free = s.get('x-kubernetes-preserve-unknown-fields') or not s.get('properties') and not more
    if code == 'o' and free:
        tokens.append('~')
    if s.get('nullable'):
        tokens.append('0')
    tokens += ['#' + str(v) for v in s.get('enum', [])]
    if 'pattern' in s:
        tokens.append('/' + s['pattern'])
    for word, mark in (('min', '<'), ('max', '>')):
        for suffix in ('imum', 'Length', 'Items', 'Properties'):
            if word + suffix in s:
                tokens.append(mark + repr(s[word + suffix]))
    for word, mark in (('oneOf', '1'), ('anyOf', '?'), ('allOf', '&')):
        if word in s and not (intstr and word == 'anyOf'):
            tokens.append(mark + ','.join(str(crd_node(pool, x)) for x in s[word]))
    if 'not' in s:
        tokens.append('^%d' % crd_node(pool, s['not']))
    if s.get('x-kubernetes-list-map-keys'):
        tokens.append('k' + ','.join(s['x-kubernetes-list-map-keys']))
    if s.get('x-kubernetes-list-type') == 'set':
        tokens.append('S')
    if s.get('format') and s.get('type') == 'string':
        tokens.append('f' + s['format'])
    return pool.add([code] + tokens)


def spec(crd, version):
    return next(v for v in crd['versions'] if v['name'] == version)['schema']['properties']['spec']['properties']


def correct(release, crd):
    """Where the published files differ from what the charts of that release install (see the file's notes)."""
    if release == '4.1' and crd['kind'] == 'Listener':
        spec(crd, 'v3alpha1')['http2MaxConcurrentStreams'] = {'type': 'integer', 'format': 'int32', 'minimum': 1}
    if release == '1.14' and crd['kind'] == 'Mapping':
        spec(crd, 'v2')['docs']['properties']['timeout_ms'] = {'type': 'integer'}
        spec(crd, 'v2')['respect_dns_ttl'] = {'type': 'boolean'}
    if release == '1.14' and crd['kind'] == 'DevPortal':
        spec(crd, 'v2')['docs']['items']['properties']['timeout_ms'] = {'type': 'integer'}
    for v in crd['versions']:
        if release == '4.1' and v['name'] != 'v3alpha1':
            v['served'] = False  # unless the CRD chart is told `enableLegacyVersions`
        if release == '3.10' and v['name'] != 'v3alpha1' and v['schema']:
            v['schema']['properties'].get('spec', {})['x-kubernetes-preserve-unknown-fields'] = True


def crds(files):
    pool, kinds, sources, releases = Pool(), {}, [], []
    for at, (release, path) in enumerate(files):
        data = json.load(open(path))
        releases.append(release)
        sources += ['%s: %s' % (k, v) for k, v in data.get('sources', {}).items()] or [data['source']]
        for crd in data['crds']:
            correct(release, crd)
            key = crd['group'], crd['kind'], crd['plural'], crd['scope']
            for v in crd['versions']:
                if v['served']:
                    kinds.setdefault(key, {}).setdefault((v['name'], crd_node(pool, v['schema'], True)), []).append(at)
    lines = []
    for key, versions in sorted(kinds.items()):
        tokens = []
        for (name, node), at in sorted(versions.items(), key=lambda x: (x[0][0], x[1])):
            runs = []
            for n in at:
                if runs and runs[-1][1] == n - 1:
                    runs[-1][1] = n
                else:
                    runs.append([n, n])
            tokens += ['%s=%d@%d-%d' % (name, node, a, b) for a, b in runs]
        lines.append('\t'.join(['K', *key] + tokens))
    return sources, releases, lines, pool, None


def write(path, table):
    sources, releases, kinds, pool, meta = table
    lines = ['S\t' + s for s in sources] + ['R\t' + '\t'.join(releases)] + kinds
    lines += ['M\t%d' % meta] if meta is not None else []
    lines += ['N\t' + line for line in pool.lines]
    with open(path, 'w', encoding='utf-8') as out:
        out.write('\n'.join(lines) + '\n')
    print('%s: %d bytes, %d nodes' % (os.path.basename(path), os.path.getsize(path), len(pool.lines)))


def main(source, out):
    def released(prefix):
        found = []
        for name in os.listdir(source):
            m = re.fullmatch(re.escape(prefix) + r'-(\d+)\.(\d+)(\.\d+)?\.json', name)
            if m:
                found.append(((int(m[1]), int(m[2])), os.path.join(source, name)))
        return [('%d.%d' % v, path) for v, path in sorted(found)]
    write(os.path.join(out, 'kubernetes.table'), kubernetes(os.path.join(source, 'kubernetes.json')))
    write(os.path.join(out, 'linkerd.table'), crds(released('linkerd')))
    write(os.path.join(out, 'edge.table'), crds(released('edge-stack') + released('emissary')))
    write(os.path.join(out, 'delivery.table'), crds([('1.0', os.path.join(source, 'delivery.json'))]))


if __name__ == '__main__':
    main(*sys.argv[1:])
