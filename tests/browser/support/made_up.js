// Settings of no real thing: one field of every type, a union of two kinds, and a thing that refers to another.
const secret = (more) => ({anyOf: [{type: 'string', writeOnly: true}, {$ref: '#/components/schemas/SecretState'}, {type: 'null'}], 'x-kigen': {secret: true, ...more}});
const text = (kind, more = {}) => ({type: 'string', default: '', ...more, 'x-kigen': {text: kind, ...more['x-kigen']}});
const ref = (name) => ({$ref: `#/components/schemas/${name}`});
const when = (field, ...chosen) => ({'x-kigen': {when: {field, words: chosen}}});
const object = (properties, required = []) => ({type: 'object', properties, required, additionalProperties: false});

const schemas = {
  MadeUpSettings: object({
    name: {type: 'string', maxLength: 20, 'x-kigen': {text: 'name', listed: true}},
    count: {type: 'integer', minimum: 1, maximum: 90, default: 30, 'x-kigen': {unit: 'days', section: 'plain'}},
    active: {type: 'boolean', default: true},
    colour: {...ref('MadeUpColour'), default: 'red'},
    shade: {type: 'string', default: 'dark', 'x-kigen': {text: 'free', when: {field: 'colour', words: ['green']}}},
    hosts: {type: 'array', items: {type: 'string'}, default: [], 'x-kigen': {text: 'fqdn', section: 'texts'}},
    remark: text('note'), roots: text('pem'), mail: text('mail'), folder: text('path'),
    token: secret({section: 'secret'}), key: secret({text: 'pem'}), made: {...secret({}), readOnly: true},
    friend: {type: ['string', 'null'], format: 'uuid', 'x-kigen': {refers: 'made_up_friend', section: 'friends'}},
    partner: {type: 'string', format: 'uuid', 'x-kigen': {refers: 'made_up_friend'}},
    line: {oneOf: [ref('WireLine'), ref('RadioLine')], discriminator: {propertyName: 'kind', mapping: {wire: '#/components/schemas/WireLine', radio: '#/components/schemas/RadioLine'}}, 'x-kigen': {section: 'line'}},
    look: {...ref('LookSettings'), 'x-kigen': {section: 'look'}},
  }, ['name', 'partner', 'line']),
  MadeUpColour: {type: 'string', enum: ['red', 'green']},
  WireLine: object({kind: {const: 'wire', type: 'string'}, port: {type: 'integer', minimum: 1, maximum: 65535, default: 22}, host: {type: 'string', 'x-kigen': {text: 'host'}}, password: secret({})}, ['kind', 'host']),
  RadioLine: object({kind: {const: 'radio', type: 'string'}, port: {type: 'integer', minimum: 1, maximum: 9, default: 5}, band: text('free')}, ['kind']),
  LookSettings: object({method: {type: 'string', enum: ['none', 'far'], default: 'none'}, distance: {type: 'integer', default: 7, ...when('method', 'far')}}),
  FriendSettings: object({name: {type: 'string', 'x-kigen': {text: 'name'}}, age: {type: 'integer', default: 3}}, ['name']),
};

const kept = (word, path, settings) => ({word, path: `/api/v1/${path}`, parameter: word, settings, answer: settings});
export const document = {schemas, 'x-kept': [kept('made_up', 'made-ups', 'MadeUpSettings'), kept('made_up_friend', 'made-ups/friends', 'FriendSettings')]};

const labels = {
  name: ['Name', '名前'], count: ['Count', '個数'], active: ['Active', '有効'], colour: ['Colour', '色'], shade: ['Shade', '濃さ'], hosts: ['Hosts', 'ホスト'],
  remark: ['Remark', '備考'], roots: ['Roots', 'ルート'], mail: ['Mail', 'メール'], folder: ['Folder', '場所'], token: ['Token', 'トークン'], key: ['Key', '鍵'],
  made: ['Made', '作成物'], friend: ['Friend', '友人'], partner: ['Partner', '相手'], line: ['Medium', '媒体'], 'line.wire.port': ['Port', 'ポート'],
  'line.wire.host': ['Host', '接続先'], 'line.wire.password': ['Password', 'パスワード'], 'line.radio.port': ['Channel', 'チャンネル'], 'line.radio.band': ['Band', '帯域'],
  look: ['Look', '確認'], 'look.method': ['Method', '方法'], 'look.distance': ['Distance', '距離'],
};
const of = (at, all) => Object.fromEntries(Object.entries(all).map(([key, both]) => [key, both[at]]));
const fields = (at) => Object.fromEntries(Object.entries(of(at, labels)).map(([path, label]) => [`made_up.${path}`, {label, hint: path === 'count' ? ['How many there are.', '数です。'][at] : undefined}]));
const of_language = (at) => ({
  things: {
    made_up: {one: 'made-up', many: 'Made-ups', new: 'New made-up', none: 'None.', text: ''},
    made_up_friend: of(at, {one: ['friend', '友人'], many: ['Friends', '友人'], new: ['New friend', '友人を追加'], none: ['No friends yet.', 'まだ友人がいません。'], text: ['', '']}),
  },
  fields: {
    ...fields(at), 'made_up.colour': {label: labels.colour[at], hint: ['What it looks like.', '見た目です。'][at], hints: {green: ['Green is rare.', '緑はまれです。'][at]}},
    'made_up_friend.name': {label: ['Name of the friend', '友人の名前'][at]}, 'made_up_friend.age': {label: ['Age', '年齢'][at]},
  },
  choices: {
    'made_up.colour': of(at, {red: ['Red', '赤'], green: ['Green', '緑']}), 'made_up.line': of(at, {wire: ['By wire', '有線'], radio: ['By radio', '無線']}),
    'made_up.look.method': of(at, {none: ['Not', 'しない'], far: ['From afar', '遠くから']}),
  },
  sections: of(at, {
    'made_up.plain': ['Plain', '基本'], 'made_up.texts': ['Texts', '文字列'], 'made_up.secret': ['Secrets', '秘密'], 'made_up.friends': ['Friends', '友人'],
    'made_up.line': ['Line', '回線'], 'made_up.look': ['Look', '確認'],
  }),
});
export const words = {en: of_language(0), ja: of_language(1)};

/** Settings as the API answers with them. */
export const stored = {
  name: 'One', count: 12, active: false, colour: 'red', shade: 'dark', hosts: ['a.example.com', 'b.example.com'], remark: 'Two\nlines', roots: '', mail: '', folder: '/etc/x',
  token: {set: true}, key: {set: false}, made: {set: true}, friend: null, partner: '00000000-0000-7000-8000-000000000001',
  line: {kind: 'wire', port: 2222, host: '192.0.2.9', password: {set: true}}, look: {method: 'none', distance: 7},
};
