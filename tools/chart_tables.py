#!/usr/bin/env python3
"""Makes the chart tables of src/platform/data. Usage: chart_tables.py CHARTS OUT
CHARTS holds CHART-RELEASE.json (values), objects.json (installed objects), versions.json (where charts are published).

Lines of tab-separated tokens; ranges A-B count in the releases, from 0, both included:
  R 1.14 2.8 ...                       the releases
  charts.table    C chart | K A-B kubeVersion | V A-B path type default | A A-B path used | F A-B path (free form)
                  Q A-B path (required) | L A-B path (of list elements) | I A-B path (internal) | U A-B path (unread)
                  H A-B path value (of values-ha)
  objects.table   C chart usual-namespace | O A-B apiVersion kind name namespace attribute ...
                  attributes: off (not by default), ha, hook, when=PATH=VALUE, or (begins an alternative), name=PATTERN,
                  port=NAME:NUMBER
  published.table P provider release installs url alias | C chart version | X crds-chart manifest-url | N chart
Values are JSON. Defaults longer than 250 bytes are left out.
"""
import json, os, re, sys

RELEASES = ['1.14'] + ['2.%d' % n for n in range(8, 21)] + ['3.10', '4.1']
AT = {r: i for i, r in enumerate(RELEASES)}
# The chart in the folder `emissary-crds` calls itself so. 3.10's was published from a branch, without values files.
NAMES = {'emissary-crds': 'emissary-crds-chart', 'emissary-crds manifest': 'emissary-crds-chart'}
PUBLISHED_ONLY = {'chart': 'emissary-crds-chart', 'release': '3.10', 'kubeVersion': None, 'free_form': ['apiext'], 'values': {
    'enableLegacyVersions': {'type': 'bool', 'default': True}, 'enableV1': {'type': 'bool', 'default': True},
    'emissary.namespace': {'type': 'string'}}}


def runs(numbers):
    out = []
    for n in sorted(set(numbers)):
        if out and out[-1][1] == n - 1:
            out[-1][1] = n
        else:
            out.append([n, n])
    return ['%d-%d' % (a, b) for a, b in out]


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(',', ':'), sort_keys=True)


def charts(source):
    tables = {}
    names = sorted(n for n in os.listdir(source) if re.fullmatch(r'.+-\d+\.\d+\.json', n))
    for data in [json.load(open(os.path.join(source, n))) for n in names] + [PUBLISHED_ONLY]:
        rows = tables.setdefault(NAMES.get(data['chart'], data['chart']), {})
        at = AT[data['release']]
        add = lambda *row: rows.setdefault(row, []).append(at)
        if data['kubeVersion']:
            add('K', data['kubeVersion'])
        for path, v in data['values'].items():
            default = compact(v['default']) if 'default' in v else ''
            add('V', path, v['type'], default if len(default.encode()) <= 250 else '')
        for path, v in data.get('absent', {}).items():
            add('A', path, v['used'])
        for key, mark in (('free_form', 'F'), ('required', 'Q'), ('list_elements', 'L'), ('internal', 'I'), ('unread', 'U')):
            for path in data.get(key) or []:
                if '.Values.' not in path:  # what a template reads of the chart inside a loop
                    add(mark, path)
        for path, v in (data.get('ha') or {}).items():
            add('H', path, compact(v))
    lines = []
    for chart, rows in sorted(tables.items()):
        lines.append('C\t' + chart)
        for row, at in sorted(rows.items(), key=lambda r: (r[0][0] != 'K', r[0][1], r[0], r[1])):
            lines += ['\t'.join([row[0], span, *row[1:]]) for span in runs(at)]
    return lines


def objects(source):
    lines = []
    for chart, c in sorted(json.load(open(os.path.join(source, 'objects.json')))['charts'].items()):
        lines.append('C\t%s\t%s' % (NAMES.get(chart, chart), c['usual_namespace']))
        for o in c['objects']:
            at = []
            for span in o['in']:
                first, _, last = span.partition('-')
                at += [AT[r] for r in c['releases'] if AT[first] <= AT[r] <= AT[last or first]]
            marks = ['off'] * (o.get('default') is False) + ['ha'] * bool(o.get('ha')) + ['hook'] * bool(o.get('hook'))
            for way in o.get('when_any') or [o.get('when') or {}]:
                marks += ['or'] * ('when_any' in o) + ['when=%s=%s' % (k, compact(v)) for k, v in way.items()]
            if 'name_pattern' in o or 'name_from' in o:
                marks.append('name=' + o.get('name_pattern', '{%s}' % (o.get('name_from') or [''])[0]))
            marks += ['port=%s:%d' % (name or '', port) for name, port in o.get('ports', [])]
            for span in runs(at):
                lines.append('\t'.join(['O', span, o['apiVersion'], o['kind'], o['name'], o.get('namespace', '-')] + marks))
    return lines


def published(source):
    lines, data = [], json.load(open(os.path.join(source, 'versions.json')))
    for name, provider in (('linkerd', 'linkerd'), ('emissary', 'emissary'), ('ambassador', 'edge-stack')):
        for release, r in data[name].items():
            repository = r['repository']
            lines.append('\t'.join(['P', provider, release, r['installs'], repository['url'], repository['alias'] or '-']))
            lines += ['C\t%s\t%s' % (chart, c['version']) for chart, c in r['charts'].items()]
            crds = r.get('crds') or {}
            manifest = crds.get('manifest') or (crds.get('manifests') or {}).get('Edge Stack') or {}
            lines.append('X\t%s\t%s' % (crds.get('chart') or '-', manifest.get('url') or '-'))
            lines += ['N\t' + chart for chart in r.get('not_published', [])]
    return lines


def main(source, out):
    for name, make in (('charts', charts), ('objects', objects), ('published', published)):
        lines = ['S\tcharts of linkerd/linkerd2 and emissary-ingress/emissary at the tags of the releases']
        lines += ['R\t' + '\t'.join(RELEASES)] + make(source)
        path = os.path.join(out, name + '.table')
        with open(path, 'w', encoding='utf-8') as f:
            f.write('\n'.join(lines) + '\n')
        print('%s: %d bytes, %d lines' % (name, os.path.getsize(path), len(lines)))


if __name__ == '__main__':
    main(*sys.argv[1:])
