import {get, own_text} from './http.js';
import {language, languages} from './i18n.js';
import {useObservable} from './observable.js';
import {describe} from './schema.js';
import {useEffect, useMemo, useState} from './ui.js';

/** What `load` gives, asked for once; after a failure the next who wants it asks again. */
function once(load) {
  let promise = null;
  return () => (promise ??= load().catch((problem) => { promise = null; throw problem; }));
}

const load_document = once(async () => (await get('/openapi.json', {unattended: true})).data);
const load_words = Object.fromEntries(languages.map((tag) =>
  [tag, once(async () => JSON.parse(await own_text(new URL(`../words/${tag}.json`, import.meta.url))))]));

const there = {};   // catalogues by language, once they are loaded

async function load(tag) {
  const [document, words] = await Promise.all([load_document(), load_words[tag]()]);
  there[tag] = {document, words};
  return there[tag];
}

/**
 * The description of the API and the words for people in the reader's language: {data: {document, words}, problem,
 * loading, reload}. While another language loads, the words of the one before stay.
 */
export function useCatalogue() {
  const tag = useObservable(language);
  const [state, setState] = useState({data: there[tag], loading: !there[tag]});
  const ask = () => load(tag).then((data) => setState({data, loading: false}),
    (problem) => setState((before) => ({...before, problem, loading: false})));
  useEffect(() => { ask(); }, [tag]);
  return {...state, data: there[tag] ?? state.data, reload: ask};
}

/** The same with `data` the description of the settings called `word`. */
export function useDescription(word) {
  const {data, ...rest} = useCatalogue();
  const description = useMemo(() => data && describe(data.document, data.words, word), [data, word]);
  return {...rest, data: description};
}
