type Template = readonly Electron.MenuItemConstructorOptions[]

/** One item, as far as a person can see it. */
export interface MenuItem {
  id: string | undefined
  label: string
  accelerator: string | undefined
  role: string | undefined
  click(): void
  submenu: Menu | null
}

/** A menu that is not drawn; its items can be found and chosen. */
export class Menu {
  static #application: Menu | null = null
  readonly items: MenuItem[]

  constructor(items: MenuItem[] = []) {
    this.items = items
  }

  static buildFromTemplate(template: Template): Menu {
    return new Menu(template.map(createItem))
  }

  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu
  }

  static getApplicationMenu(): Menu | null {
    return Menu.#application
  }

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : (item.submenu?.getMenuItemById(id) ?? null)
      if (found) return found
    }
    return null
  }
}

function createItem(options: Electron.MenuItemConstructorOptions): MenuItem {
  const { submenu } = options
  const item: MenuItem = {
    id: options.id,
    label: options.label ?? options.role ?? '',
    accelerator: options.accelerator ?? undefined,
    role: options.role,
    submenu: Array.isArray(submenu) ? Menu.buildFromTemplate(submenu) : null,
    click: () => options.click?.(item as unknown as Electron.MenuItem, undefined, {} as Electron.KeyboardEvent),
  }
  return item
}
