// delayimp.h needs windows.h before it.
// clang-format off
#include <windows.h>
#include <delayimp.h>
// clang-format on

#include <cstring>

namespace {

/// Gives the running program where the import library says NODE.EXE, whatever the program is called.
FARPROC WINAPI resolveHost(unsigned int event, DelayLoadInfo* info) {
  if (event != dliNotePreLoadLibrary || _stricmp(info->szDll, "NODE.EXE") != 0) return nullptr;
  return reinterpret_cast<FARPROC>(GetModuleHandleW(nullptr));
}

}  // namespace

// Const or not according to the version of delayimp.h.
extern "C" decltype(__pfnDliNotifyHook2) __pfnDliNotifyHook2 = resolveHost;
