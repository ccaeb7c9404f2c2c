// Values inside plain objects by dotted name, as Problem Details name them: "check.address".

export const value_at = (object, name) => name.split('.').reduce((part, key) => part?.[key], object);

/** A copy of `object` with `value` at `name`. */
export function with_value(object, name, value) {
  const [key, ...rest] = name.split('.');
  return {...object, [key]: rest.length ? with_value(object?.[key] ?? {}, rest.join('.'), value) : value};
}
