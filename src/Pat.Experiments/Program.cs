Console.WriteLine("pat");
