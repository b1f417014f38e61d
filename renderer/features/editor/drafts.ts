/** Text that was typed and not saved, as it is kept in the browser's storage. */
export interface Draft {
  id: string
  text: string
  language: string
  /** Version of the file that was edited; null for a file that was never saved. */
  version: string | null
}

const databaseName = 'codeshell-editor'
const storeName = 'drafts'

let database: Promise<IDBDatabase> | null = null

function openDatabase(): Promise<IDBDatabase> {
  database ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(databaseName, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(storeName, { keyPath: 'id' })
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
  return database
}

async function run<T>(mode: IDBTransactionMode, use: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const opened = await openDatabase()
  return new Promise((resolve, reject) => {
    const request = use(opened.transaction(storeName, mode).objectStore(storeName))
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

/** The draft of a file, if there is one. */
export async function findDraft(id: string): Promise<Draft | undefined> {
  return run('readonly', (store) => store.get(id) as IDBRequest<Draft | undefined>)
}

export async function keepDraft(draft: Draft): Promise<void> {
  await run('readwrite', (store) => store.put(draft))
}

export async function dropDraft(id: string): Promise<void> {
  await run('readwrite', (store) => store.delete(id))
}
