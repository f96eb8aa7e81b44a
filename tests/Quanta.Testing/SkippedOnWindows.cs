using Xunit;

namespace Quanta.Testing;

/// <summary>A fact that needs a POSIX shell, or named pipes in the file system.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SkippedOnWindowsFactAttribute : FactAttribute
{
    public SkippedOnWindowsFactAttribute() => Skip = OperatingSystem.IsWindows() ? "needs a POSIX shell and named pipes, which Windows has not" : null;
}

/// <summary>A theory that needs a POSIX shell, or named pipes in the file system.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SkippedOnWindowsTheoryAttribute : TheoryAttribute
{
    public SkippedOnWindowsTheoryAttribute() => Skip = OperatingSystem.IsWindows() ? "needs a POSIX shell and named pipes, which Windows has not" : null;
}
