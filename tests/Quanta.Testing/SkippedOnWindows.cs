using Xunit;

namespace Quanta.Testing;

/// <summary>A fact that needs named pipes in the file system.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SkippedOnWindowsFactAttribute : FactAttribute
{
    public SkippedOnWindowsFactAttribute() => Skip = OperatingSystem.IsWindows() ? "needs mkfifo, which Windows has not" : null;
}

/// <summary>A theory that needs named pipes in the file system.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SkippedOnWindowsTheoryAttribute : TheoryAttribute
{
    public SkippedOnWindowsTheoryAttribute() => Skip = OperatingSystem.IsWindows() ? "needs mkfifo, which Windows has not" : null;
}
