// clang-format off: delayimp.h needs windows.h before it.
#include <delayimp.h>
#include <windows.h>
// clang-format on

#include <cstring>

namespace {

/// Gives the running program where the import library says NODE.EXE, whatever the program is called.
FARPROC WINAPI resolveHost(unsigned int event, DelayLoadInfo* info) {
  if (event != dliNotePreLoadLibrary || _stricmp(info->szDll, "NODE.EXE") != 0) return nullptr;
  return reinterpret_cast<FARPROC>(GetModuleHandleW(nullptr));
}

}  // namespace

extern "C" const PfnDliHook __pfnDliNotifyHook2 = resolveHost;
