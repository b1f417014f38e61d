/**
 * What a repository is called by the URL that it was cloned from: `https://github.com/ada/engine.git` and `git@github.com:ada/engine` are
 * `ada/engine`. Null for what has no such name. Nothing of a user name or password in the URL is kept.
 */
export function nameOfRemote(url: string): string | null {
  const path =
    /^[a-z][a-z\d+.-]*:\/\/[^/]*\/(.*)$/i.exec(url)?.[1] ?? /^(?:[^/@:]+@)?[^/:]{2,}:(?!\/\/)(.*)$/.exec(url)?.[1] ?? url
  const parts = path
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .split(/[\\/]/)
    .filter((part) => part !== '' && part !== '.' && part !== '..')
  return parts.length === 0 ? null : parts.slice(-2).join('/')
}
